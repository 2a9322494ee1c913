Describe 'A pipeline that is stopped' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'S7 while a handler sleeps <Place>: the handler stays, without a warning, and is called again' -ForEach @(
        @{ Place = 'at home' }
        @{ Place = 'elsewhere' }
    ) {
        $state = @{ Started = [Threading.ManualResetEventSlim]::new(); Calls = 0; After = $false }
        $block = { param($n, $m, $d, $c) $c.Calls++; $c.Started.Set(); if ($m.sleep) { Start-Sleep 3600; $c.After = $true } }
        $session = [powershell]::Create()
        try {
            $null = $session.AddScript((Get-ImportCommand)).Invoke()
            $session.Commands.Clear()
            if ($Place -eq 'at home') {
                $register = 'param($block, $state) Register-TelemetryHandler h a ([scriptblock]::Create($block)) $state'
                $null = $session.AddScript($register).AddArgument("$block").AddArgument($state).Invoke()
                $session.Commands.Clear()
            }
            else {
                Register-TelemetryHandler h a $block $state
            }

            $null = $session.AddScript('Invoke-TelemetryEvent a @{ sleep = 1 }').BeginInvoke()
            $state.Started.Wait(60000) | Should -BeTrue
            $session.Stop()

            $session.InvocationStateInfo.State | Should -Be 'Stopped'
            $session.Streams.Warning.Count + $session.Streams.Error.Count | Should -Be 0
            (Get-TelemetryHandler).Id | Should -Be 'h'
            Invoke-TelemetryEvent a @{ sleep = 0 }
            $state.Calls | Should -Be 2
            $state.After | Should -BeFalse
        }
        finally {
            $session.Runspace.Dispose()
        }
    }

    It 'S7 by Select-Object -First <Place> the emitter in -Parallel detaches nothing' -Skip:($PSEdition -eq 'Desktop') -ForEach @(
        @{ Place = 'after'; Emit = '1..9 | ForEach-Object { Invoke-TelemetryEvent a; $_ } | Select-Object -First 2'; Calls = 2 }
        @{ Place = 'before'; Emit = '1..9 | Select-Object -First 2 | ForEach-Object { Invoke-TelemetryEvent a; $_ }'; Calls = 2 }
    ) {
        $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        Register-TelemetryHandler h a { param($n, $m, $d, $c) $c.Enqueue($n) } $seen
        $script = "$(Get-ImportCommand); $Emit"

        $streams = Get-StreamsOf { 1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:script)) } }

        $streams.Output | Should -Be 1, 2
        $streams.Warning.Count + $streams.Error.Count | Should -Be 0
        $seen.Count | Should -Be $Calls
        (Get-TelemetryHandler).Id | Should -Be 'h'
    }
}
