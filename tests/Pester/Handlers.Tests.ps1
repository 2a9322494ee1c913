Describe 'A handler that fails' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'P1 is on record, and comes back by one pipe' {
        $script:server = 'down'
        Register-TelemetryHandler mail job.failed { if ($script:server -eq 'down') { throw 'no route' } }
        Invoke-TelemetryEvent job.failed -WarningAction SilentlyContinue
        $record = Get-TelemetryHandler -Detached mail
        $script:server = 'up'

        Get-TelemetryHandler -Detached mail | Register-TelemetryHandler

        $record.FailedEvent, $record.Message, $record.Failures | Should -Be 'job.failed', 'no route', 1
        Invoke-TelemetryEvent job.failed -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        (Get-TelemetryHandler mail).Calls | Should -Be 1
    }

    It 'P1 stays where its policy is Keep, and warns once' {
        Register-TelemetryHandler flaky job.done { throw 'no route' } -FailurePolicy Keep

        $warnings = 1..5 | ForEach-Object { Invoke-TelemetryEvent job.done 3>&1 }

        @($warnings).Count | Should -Be 1
        "$warnings" | Should -BeLike "*'flaky'*stays registered: no route*"
        $handler = Get-TelemetryHandler flaky
        "$($handler.State)", $handler.Calls, $handler.Failures, $handler.LastError | Should -Be 'Failing', 5, 5, 'no route'
    }

    It 'P1 is unregistered at the third failure in a row' {
        $script:calls = 0
        Register-TelemetryHandler flaky job.done { if (++$script:calls -ne 2) { throw 'no route' } } -MaxFailures 3

        1..9 | ForEach-Object { Invoke-TelemetryEvent job.done -WarningAction SilentlyContinue }

        $script:calls | Should -Be 5
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }
}

Describe 'A buffered handler' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'P4 handles all events in order before it is gone' {
        $seen = [Collections.Concurrent.ConcurrentQueue[int]]::new()
        Register-TelemetryHandler upload job.item.done { param($n, $m, $d, $c) $c.Enqueue($m.item) } $seen -Buffered

        1..300 | ForEach-Object { Invoke-TelemetryEvent job.item.done @{ item = $_ } }
        Unregister-TelemetryHandler upload

        $seen | Should -Be (1..300)
    }

    It 'P4 accounts for every event' {
        $gate = [Threading.ManualResetEventSlim]::new()
        Register-TelemetryHandler upload job.item.done { param($n, $m, $d, $c) $c.Wait() } $gate -Buffered -Capacity 10

        1..100 | ForEach-Object { Invoke-TelemetryEvent job.item.done }
        $upload = Get-TelemetryHandler upload | Select-Object Delivered, Dropped, Queued, Capacity
        $gate.Set()

        $upload.Delivered + $upload.Dropped + $upload.Queued | Should -Be 100
        $upload.Queued | Should -BeIn 10, 11
        $upload.Capacity | Should -Be 10
    }

    It 'P4 finishes what is queued when the process ends' {
        $log = Join-Path $TestDrive 'exit.log'

        $run = Invoke-FreshPwsh @"
            $(Get-ImportCommand)
            Register-TelemetryHandler log job.done {
                param(`$n, `$m, `$d, `$c)
                [IO.File]::AppendAllText(`$c, "`$(`$m.i)``n")
            } '$log' -Buffered
            1..200 | ForEach-Object { Invoke-TelemetryEvent job.done @{ i = `$_ } }
"@

        $run.ExitCode | Should -Be 0
        Get-Content $log | Should -Be (1..200)
    }
}
