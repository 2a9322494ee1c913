Describe 'A handler with conditions' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'gets the events whose values are equal, and counts the others' {
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        Register-TelemetryHandler errors web.stop { param($n, $m, $d, $c) $c.Enqueue($d.status) } $seen -Where @{
            status = '5??', 404
            route  = '/api/*'
        } -WhereNot @{ route = '*/health' }

        @(500, '/api/x'), @(200, '/api/x'), @(404, '/API/y'), @(503, '/'), @(500, '/api/health'), @('502', '/api/') |
            ForEach-Object { Invoke-TelemetryEvent web.stop @{} @{ status = $_[0]; route = $_[1] } }

        $seen | Should -Be 500, 404, '502'
        $handler = Get-TelemetryHandler errors
        $handler.Calls, $handler.Filtered | Should -Be 3, 3
        $handler.Where.status | Should -Be '5??', 404
        $handler.Where.route, $handler.WhereNot.route | Should -Be '/api/*', '*/health'
    }

    It 'opens no session for an event from elsewhere that they reject' -Skip:($PSEdition -eq 'Desktop') {
        $opened = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        [AppDomain]::CurrentDomain.SetData('conditions.opened', $opened)
        Register-TelemetryHandler h a.b { } -Where @{ x = 1 } -InitializationScript {
            [AppDomain]::CurrentDomain.GetData('conditions.opened').Enqueue(1)
        }
        $handle = Get-TelemetryEvent a.b

        1..4 | ForEach-Object -Parallel { ($using:handle).Execute(@{}, @{ x = 2 }) }
        $opened.Count, (Get-TelemetryHandler h).Filtered | Should -Be 0, 4
        1 | ForEach-Object -Parallel { ($using:handle).Execute(@{}, @{ x = 1 }) }

        $opened.Count, (Get-TelemetryHandler h).Calls | Should -Be 1, 1
    }

    It 'gets the events that a script block selects, by its parameters, $_ and the config' {
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        $config = @{ Limit = 10; Seen = $seen }
        $script:skipped = 12
        Register-TelemetryHandler slow web.stop { param($n, $m, $d, $c) $c.Seen.Enqueue($m.ms) } $config -Where {
            param($n, $m, $d, $c)
            $_.EventName -eq 'web.stop' -and $m.ms -gt $c.Limit -and $m.ms -ne $script:skipped
        }

        9, 10, 11, 12, 13 | ForEach-Object { Invoke-TelemetryEvent web.stop @{ ms = $_ } }

        $seen | Should -Be 11, 13
        "$((Get-TelemetryHandler slow).Where)" | Should -BeLike '*$c.Limit*'
    }

    It 'calls a copy of the block for events from elsewhere' -Skip:($PSEdition -eq 'Desktop') {
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        Register-TelemetryHandler odd job.item { param($n, $m, $d, $c) $c.Enqueue($m.value) } $seen -Where {
            param($n, $m) Test-Odd $m.value
        } -InitializationScript { function Test-Odd($n) { $n % 2 -eq 1 } }
        function Test-Odd($n) { $n % 2 -eq 1 }
        $import = Get-ImportCommand

        1..20 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:import)); Invoke-TelemetryEvent job.item $_ } -ThrottleLimit 4
        Invoke-TelemetryEvent job.item 21

        $seen | Sort-Object | Should -Be (1..21 | Where-Object { $_ % 2 })
        (Get-TelemetryHandler odd).Filtered | Should -Be 10
    }

    It 'decides at the emit where it is buffered' {
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        Register-TelemetryHandler h a.b { param($n, $m, $d, $c) $c.Enqueue($m.value) } $seen -Buffered -Where { $script:isOpen }

        $script:isOpen = $true
        Invoke-TelemetryEvent a.b 1
        $script:isOpen = $false
        Invoke-TelemetryEvent a.b 2
        Unregister-TelemetryHandler h

        $seen | Should -Be 1
    }

    It 'asks the block for events of its own session alone with -Scope Session' -Skip:($PSEdition -eq 'Desktop') {
        $script:asked = 0
        Register-TelemetryHandler h a.b { } -Scope Session -Where { $script:asked++; $true }
        $import = Get-ImportCommand

        Invoke-TelemetryEvent a.b
        Start-ThreadJob { & ([scriptblock]::Create($using:import)); Invoke-TelemetryEvent a.b } | Receive-Job -Wait -AutoRemoveJob

        $script:asked | Should -Be 1
        (Get-TelemetryHandler h).Calls, (Get-TelemetryHandler h).Filtered | Should -Be 1, 1
    }

    It 'fails with its block, as a handler does' {
        Register-TelemetryHandler h a.b { } -Where { throw 'no answer' } -MaxFailures 2

        Invoke-TelemetryEvent a.b -WarningAction SilentlyContinue
        (Get-TelemetryHandler h).LastError | Should -Be 'no answer'
        Invoke-TelemetryEvent a.b 3>&1 | Should -BeLike "*'h'*no answer*"

        Get-TelemetryHandler | Should -BeNullOrEmpty
        (Get-TelemetryHandler -Detached h).Failures | Should -Be 2
    }

    It 'keeps its conditions, filter and limits when it comes back' {
        $script:works = $false
        $script:calls = 0
        Register-TelemetryHandler h a.b { if (-not $script:works) { throw 'down' }; $script:calls++ } -Where { $_.Metadata.x -eq 1 } `
            -WhereNot @{ y = 1 } -Throttle 1h -ThrottleBy z
        Invoke-TelemetryEvent a.b @{} @{ x = 1 } -WarningAction SilentlyContinue
        $script:works = $true

        $handler = Get-TelemetryHandler -Detached h | Register-TelemetryHandler -PassThru
        Invoke-TelemetryEvent a.b @{} @{ x = 2 }
        Invoke-TelemetryEvent a.b @{} @{ x = 1; y = 1 }
        Invoke-TelemetryEvent a.b @{} @{ x = 1; z = 1 }
        Invoke-TelemetryEvent a.b @{} @{ x = 1; z = 1 }
        Invoke-TelemetryEvent a.b @{} @{ x = 1; z = 2 }

        $script:calls, $handler.Calls, $handler.Filtered, $handler.Throttled | Should -Be 2, 2, 2, 1
        "$($handler.Throttle)", $handler.ThrottleBy | Should -Be '01:00:00', 'z'
    }

    It 'warns of functions that its block needs and copies do not have' {
        function Test-Mine { $true }

        Register-TelemetryHandler h a.b { } -Where { Test-Mine } -WarningVariable warnings -WarningAction SilentlyContinue

        "$warnings" | Should -BeLike "*filter of handler 'h' calls 'Test-Mine'*"
    }

    It 'is not registered where <Command> is wrong' -ForEach @(
        @{ Command = '-Where 5'; Id = 'InvalidFilter'; Says = '-Where is an object of type System.Int32. Give a table*or a script block.' }
        @{ Command = '-WhereNot { 1 }'; Id = 'InvalidFilter'; Says = '-WhereNot is *. Give a table of keys and values*' }
        @{ Command = '-Where @{ a = @{ b = 1 } }'; Id = 'InvalidFilter'; Says = "The condition on 'a' compares with an object*" }
        @{ Command = '-Where @{ a = @() }'; Id = 'InvalidFilter'; Says = "*'a' has no values*" }
        @{ Command = "-Where @{ ' ' = 1 }"; Id = 'InvalidFilter'; Says = '*has no key*' }
        @{ Command = '-Where { process { } }'; Id = 'InvalidScriptBlock'
            Says = "This script block cannot select events: it has a 'process'*" }
        @{ Command = '-Where { $using:x }'; Id = 'InvalidScriptBlock'; Says = '*cannot select events*-Config*' }
        @{ Command = '-Throttle 0'; Id = 'InvalidHandlerOption'; Says = '-Throttle is the shortest time*10s.' }
        @{ Command = '-ThrottleBy x'; Id = 'InvalidHandlerOption'; Says = '*use -Throttle with it.' }
        @{ Command = "-Throttle 1m -ThrottleBy ' '"; Id = 'InvalidHandlerOption'; Says = 'A key of -ThrottleBy is blank*' }
    ) {
        $problem = Get-ErrorOf { & ([scriptblock]::Create("Register-TelemetryHandler h a.b { } $Command")) }

        $problem.Id | Should -Be $Id
        $problem.Message | Should -BeLike $Says
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }
}

Describe 'A handler with a limit' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'is called once in the time, and counts the other events' {
        $script:calls = 0
        Register-TelemetryHandler mail job.failed { $script:calls++ } -Throttle 10m

        1..5 | ForEach-Object { Invoke-TelemetryEvent job.failed }

        $script:calls | Should -Be 1
        (Get-TelemetryHandler mail).Throttled | Should -Be 4
    }

    It 'is called once in the time for each value' {
        $script:seen = @()
        Register-TelemetryHandler mail check.failed { $script:seen += $_.Metadata.target } -Throttle 10m -ThrottleBy target

        'db', 'web', 'db', 'db', 'web' | ForEach-Object { Invoke-TelemetryEvent check.failed @{} @{ target = $_ } }

        $script:seen | Should -Be 'db', 'web'
    }

    It 'shows its limit and its conditions' {
        Register-TelemetryHandler mail check.failed { } -Throttle 10m -ThrottleBy target -Where @{ severity = 'high' } -Once

        $view = Get-TelemetryHandler mail | Format-List | Out-String

        $view | Should -Match 'Where +: severity=high'
        $view | Should -Match 'Throttle +: 10m.* for each target'
        $view | Should -Match 'Once +: True'
    }
}

Describe 'A handler that is called once' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'is gone at its call, which may emit the event again or register the next one' {
        $script:calls = 0
        Register-TelemetryHandler first job.done {
            $script:calls++
            Invoke-TelemetryEvent job.done
            Register-TelemetryHandler first job.done { $script:calls += 10 } -Once
        } -Once

        Invoke-TelemetryEvent job.done
        $script:calls | Should -Be 1
        (Get-TelemetryHandler first).Once | Should -BeTrue
        Invoke-TelemetryEvent job.done
        Invoke-TelemetryEvent job.done

        $script:calls | Should -Be 11
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'is called once by parallel emitters' -Skip:($PSEdition -eq 'Desktop') {
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        $import = Get-ImportCommand
        foreach ($round in 1..5) {
            Register-TelemetryHandler first job.done { param($n, $m, $d, $c) $c.Enqueue($m.value) } $seen -Once
            1..8 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:import)); Invoke-TelemetryEvent job.done $_ } -ThrottleLimit 4
        }

        $seen.Count | Should -Be 5
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'is used up by a call that fails, and can be registered again' {
        $script:works = $false
        Register-TelemetryHandler first job.done { if (-not $script:works) { throw 'down' }; $script:calls = 'done' } -Once -MaxFailures 3

        Invoke-TelemetryEvent job.done 3>&1 | Should -BeLike "*'first'*down*"
        Get-TelemetryHandler | Should -BeNullOrEmpty
        $script:works = $true
        Get-TelemetryHandler -Detached first | Register-TelemetryHandler
        Invoke-TelemetryEvent job.done

        $script:calls | Should -Be 'done'
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'leaves with its session, uncalled' {
        $session = [powershell]::Create()
        $null = $session.AddScript("$(Get-ImportCommand)`nRegister-TelemetryHandler first job.done { } -Once -Where { `$true }").Invoke()
        (Get-TelemetryHandler first).Id | Should -Be 'first'

        $session.Runspace.Dispose()

        Get-TelemetryHandler | Should -BeNullOrEmpty
    }
}
