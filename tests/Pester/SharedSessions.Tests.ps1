[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'Global variables of a session are tested.')]
param()

Describe 'Private sessions that handlers share' -Skip:($PSEdition -eq 'Desktop') {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # Emits once or more in another session, one after the other.
        function Send-Elsewhere([string[]] $EventName) {
            $events = $EventName | ForEach-Object { Get-TelemetryEvent $_ }
            1 | ForEach-Object -Parallel { foreach ($handle in $using:events) { $handle.Execute() } }
        }

        function Get-Session([object] $Seen) { $Seen | Sort-Object -Unique }
    }
    BeforeEach { $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new() }
    AfterEach { Clear-TelemetryHandler }

    It 'S17 are the same ones for handlers without an initialization script' {
        foreach ($id in 'a', 'b', 'c') {
            Register-TelemetryHandler $id far -Config $seen { $args[3].Enqueue([runspace]::DefaultRunspace.InstanceId) }
        }

        Send-Elsewhere far, far

        $seen.Count | Should -Be 6
        @(Get-Session $seen) | Should -HaveCount 1
    }

    It 'S17 are its own for a handler that has an initialization script' {
        foreach ($id in 'a', 'b') {
            Register-TelemetryHandler $id far -Config $seen -InitializationScript { } -ScriptBlock {
                $args[3].Enqueue([runspace]::DefaultRunspace.InstanceId)
            }
        }

        Send-Elsewhere far, far

        @(Get-Session $seen) | Should -HaveCount 2
    }

    It 'S17 show the script variables and the functions of a handler to no other' {
        Register-TelemetryHandler a far.a -Config $seen {
            $script:count++
            function script:Get-Text { 'of a' }
            $args[3].Enqueue("a $script:count $(Get-Text)")
        }
        Register-TelemetryHandler b far.b -Config $seen {
            $script:count++
            $args[3].Enqueue("b $script:count $(if (Get-Command Get-Text -ErrorAction Ignore) { Get-Text })")
        }

        Send-Elsewhere far.a, far.b, far.a, far.b

        $seen | Should -Be 'a 1 of a', 'b 1 ', 'a 2 of a', 'b 2 '
    }

    It 'S17 show global variables and functions to all, for the session' {
        Register-TelemetryHandler a far.a { $global:shared = 'of a'; function global:Get-Text { 'from a' } }
        Register-TelemetryHandler b far.b -Config $seen { $args[3].Enqueue("$global:shared $(Get-Text)") }

        Send-Elsewhere far.a, far.b

        $seen | Should -Be 'of a from a'
    }

    It 'S17 import a module once, whose state all handlers that import it share' {
        $path = Join-Path $TestDrive Tally.psm1
        Set-Content $path '$count = 0; function Add-Tally { $script:count++; $script:count }'
        foreach ($id in 'a', 'b') {
            Register-TelemetryHandler $id far -Config @{ Path = $path; Seen = $seen } {
                Import-Module $args[3].Path
                $args[3].Seen.Enqueue("$(Add-Tally)")
            }
        }

        Send-Elsewhere far, far

        $seen | Should -Be 1, 2, 3, 4
    }

    It 'S17 keep the names of a class that two handlers define apart' {
        Register-TelemetryHandler a far -Config $seen {
            class Line { [string] Text() { return 'a' } }
            $args[3].Enqueue([Line]::new().Text())
        }
        Register-TelemetryHandler b far -Config $seen {
            class Line { [string] Text() { return 'b' } }
            $args[3].Enqueue([Line]::new().Text())
        }

        Send-Elsewhere far, far

        $seen | Should -Be 'a', 'b', 'a', 'b'
    }

    It 'S17 are no more than there are emitters at once' {
        foreach ($i in 1..20) {
            Register-TelemetryHandler "h$i" far -Config $seen { $args[3].Enqueue([runspace]::DefaultRunspace.InstanceId) }
        }
        $barrier = [Threading.Barrier]::new(4)
        $far = Get-TelemetryEvent far
        1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            $handle, $gate = $using:far, $using:barrier
            foreach ($round in 1..5) { $null = $gate.SignalAndWait(); $handle.Execute() }
        }

        $seen.Count | Should -Be 400
        @(Get-Session $seen).Count | Should -BeLessOrEqual 4
    }

    It 'keep a handler that a copy registered when the handler of the copy goes: <Case>' -ForEach @(
        @{ Case = 'in a shared session'; Arguments = @{} }
        @{ Case = 'in a session of its own'; Arguments = @{ InitializationScript = { } } }
    ) {
        Register-TelemetryHandler outer far.outer -Config $seen @Arguments -ScriptBlock {
            Register-TelemetryHandler inner far.inner -Config $args[3] -ScriptBlock { $args[3].Enqueue('inner') }
        }
        Send-Elsewhere far.outer

        Unregister-TelemetryHandler outer
        Send-Elsewhere far.inner

        $seen | Should -Be 'inner'
        (Get-TelemetryHandler).Id | Should -Be 'inner'
    }

    It 'let a handler that a copy registered leave with the session of the copy''s handler' {
        $homeSession = [powershell]::Create()
        $null = $homeSession.AddScript((Get-ImportCommand)).Invoke()
        $homeSession.Commands.Clear()
        $null = $homeSession.AddScript(
            'Register-TelemetryHandler outer far.outer { Register-TelemetryHandler inner far.inner { } }').Invoke()
        Invoke-TelemetryEvent far.outer
        (Get-TelemetryHandler).Id | Sort-Object | Should -Be 'inner', 'outer'

        $homeSession.Runspace.Dispose()

        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'let a handler that a copy registered leave with the module of the copy''s handler' {
        New-Module Audit { Register-TelemetryHandler outer far.outer { Register-TelemetryHandler inner far.inner { } } } | Import-Module
        Send-Elsewhere far.outer
        (Get-TelemetryHandler).Id | Sort-Object | Should -Be 'inner', 'outer'

        Remove-Module Audit

        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'keep a handler that a copy registered where the session is given up for a stop' {
        $started = [Threading.ManualResetEventSlim]::new()
        Register-TelemetryHandler outer far.outer { Register-TelemetryHandler inner far.inner { } }
        Register-TelemetryHandler waits far.waits -Config $started { $args[3].Set(); [Threading.Thread]::Sleep(-1) }
        $emitter = [powershell]::Create()
        $null = $emitter.AddScript((Get-ImportCommand)).Invoke()

        # One statement: after a stop, the engine goes on to a next one, on a thread of its own, and ends the process if the session is
        # closed meanwhile.
        $emitter.Commands.Clear()
        $null = $emitter.AddScript('Invoke-TelemetryEvent far.outer; Invoke-TelemetryEvent far.waits')
        $null = $emitter.BeginInvoke()
        $started.Wait()
        $emitter.Stop()
        $emitter.Runspace.Dispose()

        (Get-TelemetryHandler).Id | Sort-Object | Should -Be 'inner', 'outer', 'waits'
    }
}
