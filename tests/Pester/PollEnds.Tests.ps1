# A process of its own for each: the life of polls depends on the sessions of the process that have the module imported.
Describe 'The end of polls' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        function Invoke-Alone([string] $Command) {
            $file = Join-Path $TestDrive "$([guid]::NewGuid()).prom"
            $run = Invoke-FreshPwsh ("`$module = '$(Get-RepositoryPath output/Telemetry)'; `$file = '$file'; Import-Module `$module; " +
                'function polls { [Telemetry.Polling.Poller]::ListAll().Name -join '' '' }; ' +
                'function open { $s = [powershell]::Create(); $null = $s.AddScript("Import-Module $module").Invoke(); ' +
                '$s.Commands.Clear(); $s }; ' +
                'function run($Session, $Script) { $Session.AddScript($Script).Invoke(); $Session.Commands.Clear() }; ' +
                $Command)
            $run.ExitCode | Should -Be 0
            $run.Lines
        }
    }

    It 'P5 module removal leaves no poll, thread, session or series, and runs finally blocks' {
        Invoke-Alone @'
            $sessions = @(Get-Runspace).Count
            $log = [Collections.Concurrent.ConcurrentQueue[string]]::new()
            $begun = [Threading.CountdownEvent]::new(2)
            Register-TelemetryMetric m.n LastValue -Tag k -PerPoll
            Register-TelemetryPoll set { @{ n = 1; k = 'a' } } m -InitialDelay 1h
            Register-TelemetryPoll waits { param($l, $b) try { $null = $b.Signal(); Start-Sleep 3600 } finally { $l.Enqueue('finally') } } `
                -ArgumentList $log, $begun
            Register-TelemetryPoll loops -ArgumentList $log, $begun {
                param($l, $b) try { $null = $b.Signal(); while ($true) { } } finally { $l.Enqueue('finally') }
            }
            Register-TelemetryPoll -BuiltIn Runtime
            $null = Invoke-TelemetryPoll set
            $begun.Wait()
            $registry = [Telemetry.Metrics.MetricRegistry]::Default
            "series: $((Get-TelemetryMetricValue).Count)"
            Remove-Module Telemetry
            "polls: $(polls), metrics: $($registry.List().Count), log: $log"
            while (@(Get-Runspace).Count -ne $sessions) { [Threading.Thread]::Yield() }
            'no session is left'
            while (Get-ChildItem /proc/self/task -ErrorAction Ignore | Where-Object {
                (Get-Content "$_/comm" -ErrorAction Ignore) -like 'Telemetry poll*' }) { }
            'no thread is left'
'@ | Should -Be 'series: 1', 'polls: , metrics: 0, log: finally finally', 'no session is left', 'no thread is left'
    }

    It 'M18 a poll of a block leaves when its session closes, with its series, and a built-in one stays' {
        Invoke-Alone @'
            Register-TelemetryMetric m.n LastValue -Tag k -PerPoll
            Register-TelemetryPoll here { @{ n = 1; k = 'here' } } m -InitialDelay 1h
            $s = open
            run $s 'Register-TelemetryPoll there { @{ n = 1; k = "there" } } m -InitialDelay 1h
                Register-TelemetryPoll -BuiltIn Runtime -InitialDelay 1h'
            $null = Invoke-TelemetryPoll here, there
            "$(polls): $((Get-TelemetryMetricValue).Tags.k | Sort-Object)"
            $s.Runspace.Dispose()
            "$(polls): $((Get-TelemetryMetricValue).Tags.k | Sort-Object)"
            Remove-Module Telemetry
            "left: $(polls)"
'@ | Should -Be 'here Runtime there: here there', 'here Runtime: here', 'left: '
    }

    It 'M18 a poll leaves when the module of its block is removed' {
        Invoke-Alone @'
            $m = New-Module Owner { Register-TelemetryPoll owned { } -InitialDelay 1h } | Import-Module -PassThru
            Register-TelemetryPoll mine { } -InitialDelay 1h
            polls
            Remove-Module Owner
            polls
'@ | Should -Be 'mine owned', mine
    }

    It 'M18 importing the module again keeps the polls' {
        Invoke-Alone @'
            Register-TelemetryPoll p { } -InitialDelay 1h
            Import-Module $module -Force
            polls
'@ | Should -Be p
    }

    It 'P5 a session that closes while its poll runs stops the poll: <Name>' -ForEach @(
        @{ Name = 'one that waits'; Poll = 'try { $b.Set(); Start-Sleep 3600 } finally { $l.Enqueue("finally") }'; Log = 'finally' }
        @{ Name = 'one that cannot be stopped'; Poll = '$b.Set(); [Threading.Thread]::Sleep(-1)'; Log = '' }
    ) {
        Invoke-Alone @"
            `$log = [Collections.Concurrent.ConcurrentQueue[string]]::new()
            `$begun = [Threading.ManualResetEventSlim]::new()
            `$s = open
            `$s.Runspace.SessionStateProxy.SetVariable('log', `$log)
            `$s.Runspace.SessionStateProxy.SetVariable('begun', `$begun)
            run `$s 'Register-TelemetryPoll p { param(`$l, `$b) $Poll } -ArgumentList `$log, `$begun -WarningAction SilentlyContinue'
            `$begun.Wait()
            `$s.Runspace.Dispose()
            "polls: `$(polls), log: `$log"
"@ | Should -Be "polls: , log: $Log"
    }

    It 'P5 the process ends although a poll cannot be stopped: <_>' -ForEach '$null', 'exit 0', '[Environment]::Exit(0)' {
        $lines = Invoke-Alone @"
            `$begun = [Threading.ManualResetEventSlim]::new()
            Register-TelemetryPoll stuck { param(`$b) `$b.Set(); [Threading.Thread]::Sleep(-1) } -ArgumentList `$begun ``
                -WarningAction SilentlyContinue
            `$begun.Wait()
            'ends'
            $_
"@
        $lines | Should -Be ends
    }

    It 'R9 no poll begins at the end of the process, when reporters collect a last time' {
        $lines = Invoke-Alone @'
            Register-TelemetryMetric m.n LastValue
            Register-TelemetryPoll p { [Console]::WriteLine('ran'); @{ n = 1 } } m -OnCollect
            Start-TelemetryTextFileReporter $file -Interval 1h
            while (-not (Get-TelemetryReporter).Reports) { [Threading.Thread]::Yield() }
            [Environment]::Exit(0)
'@
        @($lines -eq 'ran').Count | Should -Be 1
    }

    It 'the last values of a poll are reported before its series leave' {
        Invoke-Alone @'
            Register-TelemetryMetric m.n LastValue -Tag k -PerPoll
            Start-TelemetryTextFileReporter $file -Interval 1h
            Register-TelemetryPoll p { @{ n = 7; k = 'a' } } m -InitialDelay 1h
            $null = Invoke-TelemetryPoll p
            Remove-Module Telemetry
            (Get-Content $file) -notlike '#*'
'@ | Should -Be 'm_n{k="a"} 7'
    }

    It 'a closed session is not kept alive by its polls' {
        Invoke-Alone @'
            function start {
                $s = open
                run $s "Register-TelemetryPoll p { } -InitialDelay 1h; Invoke-TelemetryPoll p
                    Register-TelemetryPoll -BuiltIn Sessions -InitialDelay 1h"
                $s.Runspace.Dispose()
                [WeakReference]::new($s.Runspace)
            }
            $session = (start)[-1]
            for ($i = 0; $i -lt 50 -and $session.IsAlive; $i++) {
                [GC]::Collect(); [GC]::WaitForPendingFinalizers()
                $null = 1..1000 | ForEach-Object { [object]::new() }
            }
            "alive: $($session.IsAlive), polls: $(polls)"
'@ | Should -Be 'alive: False, polls: Sessions'
    }
}
