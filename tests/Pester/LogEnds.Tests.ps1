# A process of its own for each: the life of logs depends on the sessions of the process that have the module imported.
Describe 'The end of logs' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        function Invoke-Alone([string] $Command, [int] $ExitCode = 0) {
            $file = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
            $run = Invoke-FreshPwsh ("`$module = '$(Get-RepositoryPath output/Telemetry)'; `$file = '$file'; Import-Module `$module; " +
                'function running { [Telemetry.Logging.TelemetryLog]::List().Name -join '' '' }; ' +
                'function open { $s = [powershell]::Create(); $null = $s.AddScript("Import-Module $module").Invoke(); ' +
                '$s.Commands.Clear(); $s }; ' +
                'function run($Session, $Script) { $Session.AddScript($Script).Invoke(); $Session.Commands.Clear() }; ' +
                $Command)
            $run.ExitCode | Should -Be $ExitCode
            $script:written = @(Get-Content $file -ErrorAction Ignore | ConvertFrom-Json)
            $run.Lines
        }
    }

    It 'lines are written at the end: <End>' -ForEach @(
        @{ End = '$null'; ExitCode = 0 }
        @{ End = 'exit 3'; ExitCode = 3 }
        @{ End = 'throw "oh no"'; ExitCode = 1 }
        @{ End = '[Environment]::Exit(4)'; ExitCode = 4 }
    ) {
        $emit = 'Start-TelemetryLog a $file -Name end; foreach ($i in 1..500) { Invoke-TelemetryEvent a @{ id = $i } }'
        $null = Invoke-Alone "$emit; $End" $ExitCode

        $written.measurements.id | Should -Be (1..500)
    }

    It 'lines are written at the end: <_>' -ForEach SIGINT, SIGTERM, SIGHUP -Skip:($IsWindows -or $PSEdition -eq 'Desktop') {
        $file = Join-Path $TestDrive "$_.jsonl"
        $script = Join-Path $TestDrive "$_.ps1"
        Set-Content $script @"
            $(Get-ImportCommand)
            Start-TelemetryLog a '$file'
            Register-TelemetryHandler slow b -Buffered {
                [Threading.Thread]::Sleep(1)
                Invoke-TelemetryEvent a @{ id = `$_.Measurements.id }
            }
            foreach (`$i in 1..300) { Invoke-TelemetryEvent b @{ id = `$i } }
            Set-Content '$file.ready' ready
            while (`$true) { Start-Sleep 1 }
"@
        . (Get-RepositoryPath tools/Shell.ps1)
        $process = Start-Process $shellProgram ($shellArguments + '-NoProfile', '-NonInteractive', '-File', $script) -PassThru `
            -RedirectStandardOutput (Join-Path $TestDrive "$_.out") -RedirectStandardError (Join-Path $TestDrive "$_.err")
        while (-not (Test-Path "$file.ready")) { [Threading.Thread]::Sleep(20) }

        # A shell may have made its children ignore SIGINT.
        if ($_ -eq 'SIGINT' -and (Get-Content "/proc/$($process.Id)/status" -ErrorAction Ignore | Where-Object {
                    $_ -match '^SigIgn:\s+\S*[2367abef]$' })) {
            $process.Kill()
            Set-ItResult -Skipped -Because 'this process ignores SIGINT, and so do those that it starts'
        }

        & /bin/kill -s ($_ -replace '^SIG') $process.Id
        $process.WaitForExit(60000) | Should -BeTrue
        (Get-Content $file | ConvertFrom-Json).measurements.id | Sort-Object | Should -Be (1..300)
    }

    It 'a log stops as the last session removes the module, after what is queued for buffered handlers' {
        Invoke-Alone @'
            Start-TelemetryLog a $file -Name end
            Register-TelemetryHandler slow b -Buffered -DrainTimeout 1h {
                [Threading.Thread]::Sleep(1); Invoke-TelemetryEvent a @{ id = $_.Measurements.id }
            }
            foreach ($i in 1..200) { Invoke-TelemetryEvent b @{ id = $i } }
            Remove-Module Telemetry
            "running: $(running)"
'@ | Should -Be 'running: '
        $written.measurements.id | Sort-Object | Should -Be (1..200)
    }

    It 'a log outlives the session that started it, and stops as the last session closes' {
        Invoke-Alone @'
            $s = open
            run $s "Start-TelemetryLog a '$file' -Name end"
            $s.Runspace.Dispose()
            $t = open
            Invoke-TelemetryEvent a
            Remove-Module Telemetry
            running
            run $t 'Invoke-TelemetryEvent a'
            $t.Runspace.Dispose()
            "running: $(running)"
'@ | Should -Be end, 'running: '
        $written.Count | Should -Be 2
    }

    It 'importing the module again keeps the logs' {
        Invoke-Alone @'
            Start-TelemetryLog a $file -Name end
            Import-Module $module -Force
            running
            Invoke-TelemetryEvent a
'@ | Should -Be end
        $written.Count | Should -Be 1
    }

    It 'a closed session is not kept alive by a log that it started' {
        Invoke-Alone @'
            function start {
                $s = open
                run $s "Start-TelemetryLog a '$file' -Name end"
                $s.Runspace.Dispose()
                [WeakReference]::new($s.Runspace)
            }
            $session = start
            for ($i = 0; $i -lt 50 -and $session.IsAlive; $i++) {
                [GC]::Collect(); [GC]::WaitForPendingFinalizers()
                $null = 1..1000 | ForEach-Object { [object]::new() }
            }
            "alive: $($session.IsAlive), running: $(running)"
'@ | Should -Be 'alive: False, running: end'
    }

    It 'a pipeline that is stopped loses no line' {
        Invoke-Alone @'
            Start-TelemetryLog a $file -Name end
            1..100 | ForEach-Object { Invoke-TelemetryEvent a @{ id = $_ }; $_ } | Select-Object -First 5 | Out-Null
            Stop-TelemetryLog end
'@ | Should -BeNullOrEmpty
        $written.measurements.id | Should -Be (1..5)
    }

    It 'the end of the process says how many lines could not be written' {
        $lines = Invoke-Alone @'
            $null = New-Item "$file.d" -ItemType Directory
            Start-TelemetryLog a "$file.d/a.jsonl"
            Remove-Item "$file.d" -Recurse
            Invoke-TelemetryEvent a
'@
        $lines -join '' -replace '\s' | Should -BeLike "*WARNING:1lineofthelog'a'couldnotbewrittento*a.jsonl:*"
    }
}
