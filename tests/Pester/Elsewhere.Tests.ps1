[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingWriteHost', '',
    Justification = 'What a handler writes to the host is tested.')]
param()

BeforeDiscovery {
    $blocks = @(
        @{ Does = 'throws'; Text = "throw 'boom'"; Warns = '*boom*' }
        @{ Does = 'divides by zero'; Text = '1 / 0'; Warns = '*divide by zero*' }
        @{ Does = 'casts badly'; Text = "[int] 'abc'"; Warns = '*"abc"*' }
        @{ Does = 'breaks'; Text = 'break'; Warns = "*'break'*" }
        @{ Does = 'continues'; Text = 'continue'; Warns = "*'continue'*" }
        @{ Does = 'exits'; Text = 'exit 3'; Warns = "*'exit'*" }
        @{ Does = 'recurses'; Text = 'Invoke-TelemetryEvent a'; Warns = '*running nested*'; Said = @('a') * 32 }
        @{ Does = 'writes an error'; Text = "Write-Error 'soft'"; Errors = 'soft'; Left = 'h', 'later' }
        @{ Does = 'writes an error under Stop of its own'; Text = "`$ErrorActionPreference = 'Stop'; Write-Error 'hard'"; Warns = '*hard*' }
        @{ Does = 'emits'; Text = 'Invoke-TelemetryEvent b'; Left = 'h', 'later'; Said = 'b', 'a' }
        @{ Does = 'registers'; Text = 'Register-TelemetryHandler new c { }'; Left = 'h', 'later', 'new' }
        @{ Does = 'unregisters itself'; Text = 'Unregister-TelemetryHandler h' }
        @{ Does = 'unregisters another'; Text = 'Unregister-TelemetryHandler later'; Left = 'h' }
    )
    $places = 'at home', 'in another session', 'in -Parallel', 'in a thread job'
    $cases = foreach ($block in $blocks) {
        foreach ($inTry in $false, $true) {
            foreach ($place in $places) {
                $case = @{ Warns = $null; Errors = $null; Left = 'later'; Said = 'a'; Place = $place }
                $case.Guard = if ($inTry) { 'inside' } else { 'outside of' }
                $block.Keys | ForEach-Object { $case[$_] = $block[$_] }
                $case
            }
        }
    }
}

Describe 'A handler at home and elsewhere' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $import = Get-ImportCommand

        # A script, outside of any try of ours, that registers at home and emits at the place, inside a try or not.
        function Get-Script([string] $Text, [string] $Place, [bool] $InTry) {
            $emit = "Invoke-TelemetryEvent a; `$said.Enqueue('went on')"
            if ($InTry) {
                $emit = "try { $emit } catch { `$said.Enqueue(`"caught `$_`") }"
            }

            $body = "$import; foreach (`$round in 1) { $emit }; `$said.Enqueue('end')"
            $there = "param(`$said) $body"
            $run = switch ($Place) {
                'at home' { "& { $there } `$said" }
                'in -Parallel' { "1 | ForEach-Object -Parallel { `$said = `$using:said; $body }" }
                'in another session' {
                    "`$other = [powershell]::Create(); `$null = `$other.AddScript({ $there }).AddArgument(`$said).Invoke()
                    `$other.Streams.Warning | ForEach-Object { Write-Warning `$_.Message }
                    `$other.Streams.Error | ForEach-Object { Write-Error -ErrorRecord `$_ }; `$other.Runspace.Dispose()"
                }
                'in a thread job' { "Start-ThreadJob { $there } -ArgumentList `$said | Receive-Job -Wait -AutoRemoveJob" }
            }

            "`$said = [Collections.Concurrent.ConcurrentQueue[string]]::new()
            Register-TelemetryHandler h a { $Text }
            Register-TelemetryHandler later a, b { param(`$n, `$m, `$d, `$c) `$c.Enqueue(`$n) } `$said
            $run
            `$said.ToArray() -join ' '
            @(Get-TelemetryHandler).Id | Select-Object -Unique"
        }
    }
    AfterEach { Clear-TelemetryHandler }

    It 'S6 <Does>, emitted <Place> <Guard> a try' -ForEach $cases {
        if ($PSEdition -eq 'Desktop' -and $Place -in 'in -Parallel', 'in a thread job') {
            Set-ItResult -Skipped -Because 'Windows PowerShell has neither ForEach-Object -Parallel nor thread jobs'
        }

        $run = Invoke-InFreshSession (Get-Script -Text $Text -Place $Place -InTry ($Guard -eq 'inside'))

        $run.Output[0] | Should -Be ((@($Said) + 'went on' + 'end') -join ' ')
        @($run.Output | Select-Object -Skip 1) | Should -Be $Left
        $run.Error | Should -Be $Errors
        $run.Warning.Count | Should -Be ([int] ($null -ne $Warns))
        if ($Warns) {
            $run.Warning[0] | Should -BeLike "Handler 'h' failed at event 'a'$Warns"
        }
    }

    It 'S5 gets the four values and the event, emitted in -Parallel' -Skip:($PSEdition -eq 'Desktop') {
        $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        Register-TelemetryHandler h a { param($n, $m, $d, $c) $c.Enqueue("$n $($m.N) $($d.X) $($_.EventName) $($_.Metadata.x)") } $seen

        1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:import)); Invoke-TelemetryEvent a @{ n = 7 } @{ x = 'y' } }

        $seen | Should -Be 'a 7 y a y'
    }

    It 'S8 shows each stream at the emitter and drops the output, emitted in -Parallel' -Skip:($PSEdition -eq 'Desktop') {
        Register-TelemetryHandler h a { 'output'; Write-Warning 'w'; Write-Error 'e'; Write-Host 'i'; Write-Verbose 'v'; Write-Debug 'd' }

        $streams = Get-StreamsOf {
            $VerbosePreference = $DebugPreference = 'Continue'
            1 | ForEach-Object -Parallel {
                & ([scriptblock]::Create($using:import))
                $VerbosePreference = $DebugPreference = 'Continue'
                Invoke-TelemetryEvent a
            }
        }

        $streams.Output | Should -BeNullOrEmpty
        $streams.Warning, $streams.Error, $streams.Information, $streams.Verbose, $streams.Debug | Should -Be 'w', 'e', 'i', 'v', 'd'
    }
}
