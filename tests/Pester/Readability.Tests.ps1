Describe 'What a failing handler shows' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $modulePath = Get-RepositoryPath output/Telemetry
    }
    AfterEach { Clear-TelemetryHandler }

    It 'is one warning an episode, with counts, where it is kept and fails every other time' {
        $turn = [ref] 0
        Register-TelemetryHandler flaky a -FailurePolicy Keep -Config $turn { if ($args[3].Value++ % 2) { throw 'no route' } }

        $warnings = @(1..40 | ForEach-Object { Invoke-TelemetryEvent a } 3>&1)

        $warnings | Should -HaveCount 2
        "$($warnings[0])" | Should -BeLike "Handler 'flaky' failed at event 'a' and stays registered: no route*"
        "$($warnings[1])" | Should -BeLike "Handler 'flaky' failed at event 'a', 10 times so far, and stays registered: no route*"
    }

    It 'has no escape codes of an exception in it' {
        Register-TelemetryHandler red a { throw "$([char] 27)[31mred$([char] 7)`nnext line" }

        $warning = "$(Invoke-TelemetryEvent a 3>&1)"

        $warning | Should -BeLike "*[[]31mred*next line*"
        $warning | Should -Not -Match '[\x1b\x07]'
        (Get-TelemetryHandler -Detached red).Message | Should -Not -Match '[\x1b\x07]'
    }

    It 'has none in lists of handlers and failures' {
        Register-TelemetryHandler red a -FailurePolicy Keep { throw "$([char] 27)[31mred$([char] 7)" }
        Invoke-TelemetryEvent a 3> $null

        $handler = Get-TelemetryHandler red
        $handler.LastError | Should -Match '\[31mred'
        $handler.LastError | Should -Not -Match '[\x1b\x07]'
        $handler.LastFailure | Format-List | Out-String | Should -Not -Match '\x1b\[31m|\x07'
        $handler.LastFailure | Format-Table | Out-String | Should -Not -Match '\x1b\[31m|\x07'
    }

    It 'says that a copy ran in a private session where a command was missing, and what to do' {
        function Write-Home { }
        Register-TelemetryHandler home a { Write-Home } 3> $null

        Invoke-TelemetryEvent a
        $warning = "$(1 | ForEach-Object -Parallel { Import-Module $using:modulePath; Invoke-TelemetryEvent a 3>&1 })"

        $warning | Should -BeLike "*'Write-Home'*private session*-InitializationScript*-Config*-Scope Session*"
    }
}

Describe 'What a list shows' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'has the time that a buffered handler is waited for' {
        Register-TelemetryHandler slow a -Buffered -DrainTimeout 7 { }

        (Get-TelemetryHandler slow).DrainTimeout | Should -Be ([TimeSpan]::FromSeconds(7))
        Get-TelemetryHandler slow | Format-List | Out-String | Should -Match 'DrainTimeout\s*: 00:00:07'
    }

    It 'has no such time for a handler without a buffer' {
        Register-TelemetryHandler quick a { }

        (Get-TelemetryHandler quick).DrainTimeout | Should -BeNullOrEmpty
        Get-TelemetryHandler quick | Format-List | Out-String | Should -Not -Match 'DrainTimeout'
    }

    It 'has that time, too, after a failed handler was registered again by a pipe' {
        $failed = [Threading.ManualResetEventSlim]::new()
        Register-TelemetryHandler watch telemetry.handler.failure { param($n, $m, $d, $c) $c.Set() } $failed
        Register-TelemetryHandler slow a -Buffered -Capacity 9 -DrainTimeout 7 { throw 'full' }
        Invoke-TelemetryEvent a
        $failed.Wait(60000) | Should -BeTrue

        Get-TelemetryHandler -Detached slow | Register-TelemetryHandler

        (Get-TelemetryHandler slow).Capacity | Should -Be 9
        (Get-TelemetryHandler slow).DrainTimeout | Should -Be ([TimeSpan]::FromSeconds(7))
    }

    It 'of a trace shows the fields of the emitter on 80 columns, and all of them as a list' {
        $trace = Trace-TelemetryEvent job.stop { Invoke-TelemetrySpan job { $_.Measurements.files = 3 } @{ volume = 'home' } }

        $table = $trace | Format-Table | Out-String -Width 80
        $table | Should -Match 'files=3'
        $table | Should -Match 'volume=home'
        $table | Should -Not -Match 'telemetry_span|monotonic'
        $trace | Format-List | Out-String -Width 300 | Should -Match 'monotonic_time=.*files=3'
    }
}
