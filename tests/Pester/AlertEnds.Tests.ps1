# A process of its own for each: the life of alerts depends on the sessions of the process that have the module imported.
Describe 'The end of alerts' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        function Invoke-Alone([string] $Command, [int] $ExitCode = 0) {
            $run = Invoke-FreshPwsh ("`$module = '$(Get-RepositoryPath output/Telemetry)'; Import-Module `$module; " +
                'function alerts { [Telemetry.Alerts.AlertRegistry]::Default.List().Name -join '' '' }; ' +
                'function open { $s = [powershell]::Create(); $null = $s.AddScript("Import-Module $module").Invoke(); ' +
                '$s.Commands.Clear(); $s }; ' +
                'function run($Session, $Script) { $Session.AddScript($Script).Invoke(); $Session.Commands.Clear() }; ' +
                $Command)
            $run.ExitCode | Should -Be $ExitCode
            $run.Lines
        }
    }

    It 'module removal delivers what is pending, and leaves no alert, handler, thread or session' {
        Invoke-Alone @'
            $sessions = @(Get-Runspace).Count
            $log = [Collections.Concurrent.ConcurrentQueue[string]]::new()
            Register-TelemetryAlert a b.c -Tag t -ClearOn b.d -Throttle 1h -Retry 1 -RetryDelay 1h -Config $log -Action {
                param($Alert, $Log)
                if ($Log.Count -eq 0) { $Log.Enqueue('failed'); throw 'no' }
                $Log.Enqueue("$($Alert.State)")
            }
            Register-TelemetryAlert m -Metric x.y -Above 1 -Interval 100ms
            Invoke-TelemetryEvent b.c
            Invoke-TelemetryEvent b.d
            while ($log.Count -eq 0) { }
            Remove-Module Telemetry
            "alerts: $(alerts), log: $log"
            $handlers = [Telemetry.TelemetryDispatcher]::Default.List().Where({ $_.Registration.Id -like 'telemetry.alerts*' }).Count
            "handlers: $handlers"
            while (@(Get-Runspace).Count -ne $sessions) { [Threading.Thread]::Yield() }
            'no session is left'
'@ | Should -Be 'alerts: , log: failed Raised Cleared', 'handlers: 0', 'no session is left'
    }

    It 'an alert with an action leaves when its session closes, and one without stays until the last does' {
        Invoke-Alone @'
            $log = [Collections.Concurrent.ConcurrentQueue[string]]::new()
            $s = open
            $s.Runspace.SessionStateProxy.SetVariable('log', $log)
            run $s 'Register-TelemetryAlert there b -Config $log {
                    param($Alert, $Log) Start-Sleep -Milliseconds 300; $Log.Enqueue("$Alert") }
                Register-TelemetryAlert plain c; Invoke-TelemetryEvent b'
            $s.Runspace.Dispose()
            "$(alerts): $log"
            Remove-Module Telemetry
            "left: $(alerts)"
'@ | Should -Be 'plain: there is raised: b', 'left: '
    }

    It 'an alert leaves when the module of its action is removed' {
        Invoke-Alone @'
            $m = New-Module Owner { Register-TelemetryAlert owned a { } } | Import-Module -PassThru
            Register-TelemetryAlert mine a { }
            alerts
            Remove-Module Owner
            alerts
            Import-Module $module -Force
            alerts
'@ | Should -Be 'mine owned', mine, mine
    }

    It 'an action that hangs delays Unregister no longer than its time: <Name>' -ForEach @(
        @{ Name = 'one that waits'; Action = 'try { $b.Set(); Start-Sleep 3600 } finally { $b.Dispose() }' }
        @{ Name = 'one that cannot be stopped'; Action = '$b.Set(); [Threading.Thread]::Sleep(-1)' }
    ) {
        Invoke-Alone @"
            `$begun = [Threading.ManualResetEventSlim]::new()
            Register-TelemetryAlert a b -Config `$begun -DrainTimeout 100ms -WarningAction SilentlyContinue { param(`$a, `$b) $Action }
            Invoke-TelemetryEvent b
            `$begun.Wait()
            Unregister-TelemetryAlert a
            "alerts: `$(alerts)"
"@ | Should -Be 'alerts: '
    }

    It 'Ctrl+C ends the wait of Unregister, and the notification is delivered all the same' {
        Invoke-Alone @'
            $go = [Threading.ManualResetEventSlim]::new()
            $begun = [Threading.ManualResetEventSlim]::new()
            $log = [Collections.Concurrent.ConcurrentQueue[string]]::new()
            Register-TelemetryAlert a b -DrainTimeout 1h -Config @{ go = $go; log = $log; begun = $begun } {
                param($Alert, $c) $c.begun.Set(); $c.go.Wait(); $c.log.Enqueue("$($Alert.State)")
            }
            Invoke-TelemetryEvent b
            $begun.Wait()
            $s = open
            $null = $s.AddScript('Unregister-TelemetryAlert a')
            $null = $s.BeginInvoke()
            while (alerts) { }
            $s.Stop()
            "$($s.InvocationStateInfo.State) $($log.Count)"
            $go.Set()
            while ($log.Count -eq 0) { }
            "$log"
'@ | Should -Be 'Stopped 0', 'Raised'
    }

    It 'what is pending is delivered at the end of the process: <End>' -ForEach @(
        @{ End = ''; Code = 0 }
        @{ End = 'exit 3'; Code = 3 }
        @{ End = '[Environment]::Exit(4)'; Code = 4 }
        @{ End = 'kill -TERM $PID; Start-Sleep 60'; Code = 143; Posix = $true }
    ) {
        if ($Posix -and $PSVersionTable.Platform -ne 'Unix') {
            Set-ItResult -Skipped -Because 'there are no such signals'
            return
        }

        $file = Join-Path $TestDrive "$([guid]::NewGuid()).log"
        $null = Invoke-Alone -ExitCode $Code @"
            Register-TelemetryAlert a b -Tag t -ClearOn c -Throttle 1h -Config '$file' { param(`$Alert, `$File)
                Start-Sleep -Milliseconds 200
                Add-Content `$File "`$(`$Alert.State) `$(`$Alert.Tags.t)" }
            1..2 | ForEach-Object { Invoke-TelemetryEvent b -Metadata @{ t = `$_ } }
            Invoke-TelemetryEvent c -Metadata @{ t = 1 }
            $End
"@
        Get-Content $file | Should -Be 'Raised 1', 'Raised 2', 'Cleared 1'
    }

    It 'the process ends although an action hangs: <_>' -ForEach '$null', 'exit 0', '[Environment]::Exit(0)' {
        Invoke-Alone @"
            `$begun = [Threading.ManualResetEventSlim]::new()
            Register-TelemetryAlert stuck b -Config `$begun -WarningAction SilentlyContinue {
                param(`$a, `$b) `$b.Set(); [Threading.Thread]::Sleep(-1) }
            Invoke-TelemetryEvent b
            `$begun.Wait()
            'ends'
            $_
"@ | Should -Be ends
    }

    It 'a closed session is not kept alive by its alerts' {
        Invoke-Alone @'
            function start {
                $s = open
                run $s 'Register-TelemetryAlert a b { }; Register-TelemetryAlert plain b; Invoke-TelemetryEvent b'
                $s.Runspace.Dispose()
                [WeakReference]::new($s.Runspace)
            }
            $session = (start)[-1]
            for ($i = 0; $i -lt 50 -and $session.IsAlive; $i++) {
                [GC]::Collect(); [GC]::WaitForPendingFinalizers()
                $null = 1..1000 | ForEach-Object { [object]::new() }
            }
            "alive: $($session.IsAlive), alerts: $(alerts)"
'@ | Should -Be 'alive: False, alerts: plain'
    }
}
