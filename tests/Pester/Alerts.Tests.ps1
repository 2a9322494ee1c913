# Notifications are waited for by Unregister-TelemetryAlert, which delivers what is pending, or until they are there.
Describe 'Alerts' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        function New-Log { , [Collections.Concurrent.ConcurrentQueue[string]]::new() }

        function Invoke-Failure([string] $Target = 'a', [int] $Times = 1) {
            for ($i = 0; $i -lt $Times; $i++) { Invoke-TelemetryEvent check.exception @{ n = $i } @{ target = $Target } }
        }

        function Wait-Alert([scriptblock] $Condition) {
            $end = [datetime]::UtcNow.AddSeconds(30)
            while (-not (& $Condition)) {
                [datetime]::UtcNow | Should -BeLessThan $end
                [Threading.Thread]::Sleep(5)
            }
        }

        $writes = { param($Alert, $Log) $Log.Enqueue("$($_.State) $($Alert.Tags.target) $($Alert.Count)") }
    }
    AfterEach {
        Clear-TelemetryAlert
        Clear-TelemetryMetric
        Clear-TelemetryHandler
        Clear-TelemetryPoll
    }

    It 'an alert is raised and cleared for each value of its tags, and its action is called once for each' {
        $log = New-Log
        Register-TelemetryAlert a check.exception -Tag target -Count 3 -Within 5m -ClearOn check.stop -Action $writes -Config $log

        Invoke-Failure db1 2
        Invoke-Failure web 5
        Invoke-TelemetryEvent check.stop -Metadata @{ target = 'db1' }
        Invoke-TelemetryEvent check.stop -Metadata @{ target = 'web' }
        Unregister-TelemetryAlert a

        $log | Should -Be 'Raised web 3', 'Cleared web 5'
    }

    It 'the action sees the notification as $_, in functions too, and its config; output is dropped' {
        $log = New-Log
        $out = Register-TelemetryAlert a check.exception -Tag target -Config $log -Action {
            param($Alert, $Log)

            function Get-It { $_.Name }
            'output'
            $Log.Enqueue("$(Get-It) $([object]::ReferenceEquals($_, $Alert)) $($_.GetType().Name) $($_.FirstEvent.Measurements.n)")
            $Log.Enqueue("$($_.LastEvent.EventName) $($_.LastEvent.Metadata.target)")
            $Log.Enqueue("$($null -eq $_.Tags.nothing) $($_.Reason) $($_.HeldBack)")
            $Log.Enqueue($_.Message)
        }
        Invoke-Failure db1
        Unregister-TelemetryAlert a

        $out | Should -BeNullOrEmpty
        $log | Should -Be 'a True ScriptAlert 0', 'check.exception db1', 'True Reached 0',
            'a is raised for target=db1: check.exception'
    }

    It 'the session of the action is kept, initialized once, and has nothing of the session that registered it' {
        $log = New-Log
        $here = 'here'
        $null = $here
        Register-TelemetryAlert a check.exception -Tag target -Config $log `
            -InitializationScript { $calls = 0; function Add-Call { (++$script:calls) } } `
            -Action { param($a, $Log) $null = $a; $Log.Enqueue("$(Add-Call) $here $($PWD.Path)") }

        Invoke-Failure db1
        Invoke-Failure db2
        Unregister-TelemetryAlert a

        $log | Should -Be "1  $PWD", "2  $PWD"
    }

    It 'an action that fails twice is tried again, in order' {
        $state = [hashtable]::Synchronized(@{ Calls = 0; Log = (New-Log) })
        Register-TelemetryAlert a check.exception -Tag target -ClearOn check.stop -Retry 2 -RetryDelay 1ms -Config $state -Action {
            param($Alert, $State)
            if (++$State.Calls -le 2) { Write-Error 'an error that ends no command' }
            $State.Log.Enqueue("$Alert.State".Replace($Alert.Message, "$($Alert.State)"))
        }

        Invoke-Failure db1
        Invoke-TelemetryEvent check.stop -Metadata @{ target = 'db1' }
        Wait-Alert { (Get-TelemetryAlert a).Delivered -eq 2 }

        $state.Log | Should -Be 'Raised.State', 'Cleared.State'
        $alert = Get-TelemetryAlert a
        $alert.Retried, $alert.Failed, $alert.LastError | Should -Be 2, 0, $null
    }

    It 'an action that fails stays, is counted, and has its error with its place; one warning for all' {
        $run = Invoke-FreshPwsh ("$(Get-ImportCommand); Register-TelemetryAlert a b -Tag t -Action { throw 'no way' }; " +
            "1..3 | ForEach-Object { Invoke-TelemetryEvent b -Metadata @{ t = `$_ } }; " +
            "while ((Get-TelemetryAlert a).Failed -lt 3) { [Threading.Thread]::Sleep(5) }; " +
            "`$a = Get-TelemetryAlert a; ""`$(`$a.Failed) `$(`$a.LastError)""; ""`$(`$a.LastErrorRecord.CategoryInfo.Category)""; " +
            '(Get-TelemetryAlert).Name')

        $run.Lines -notlike 'WARNING*' | Should -Be '3 no way', OperationStopped, a
        $warning = "WARNING: The action of alert 'a' failed for the notification 'a is raised for t=1: b': no way*"
        @($run.Lines -like $warning).Count | Should -Be 1
        @($run.Lines -like 'WARNING*').Count | Should -Be 1
    }

    It 'an action that takes too long is stopped, and its finally block runs' {
        $log = New-Log
        Register-TelemetryAlert a check.exception -Tag target -Timeout 5s -Config $log -WarningAction SilentlyContinue -Action {
            param($Alert, $Log)
            if ($Alert.Tags.target -eq 'slow') { try { Start-Sleep 3600 } finally { $Log.Enqueue('finally') } }
            $Log.Enqueue($Alert.Tags.target)
        }

        Invoke-Failure slow
        Invoke-Failure fast
        Wait-Alert { (Get-TelemetryAlert a).Delivered -eq 1 }

        $log | Should -Be finally, fast
        (Get-TelemetryAlert a).LastError | Should -Be 'it did not end within 5s, and was cancelled'
    }

    It 'a limit of notifications holds changes back, and the last one is told when the alert is unregistered' {
        $log = New-Log
        Register-TelemetryAlert a check.exception -Tag target -ClearOn check.stop -Throttle 1h -Action $writes -Config $log

        1..3 | ForEach-Object {
            Invoke-Failure db1
            Invoke-TelemetryEvent check.stop -Metadata @{ target = 'db1' }
        }
        Wait-Alert { $log.Count -eq 1 }
        (Get-TelemetryAlert a).HeldBack | Should -Be 5
        Unregister-TelemetryAlert a

        $log | Should -Be 'Raised db1 1', 'Cleared db1 1'
    }

    It 'parallel emits raise an alert once, at exactly its threshold' -Skip:($PSVersionTable.PSVersion -lt [version] '7.0') {
        $log = New-Log
        Register-TelemetryAlert a check.exception -Tag target -Count 400 -Within 1h -Action $writes -Config $log
        $import = Get-ImportCommand

        1..8 | ForEach-Object -Parallel {
            . ([scriptblock]::Create($using:import))
            $handle = Get-TelemetryEvent check.exception
            for ($i = 0; $i -lt 50; $i++) { $handle.Execute(@{}, @{ target = 'p' }) }
        } -ThrottleLimit 8
        Unregister-TelemetryAlert a

        $log | Should -Be 'Raised p 400'
    }

    It 'a thread job, and Select-Object -First, count too' -Skip:(-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) {
        $log = New-Log
        Register-TelemetryAlert a check.exception -Tag target -Count 3 -Action $writes -Config $log
        $import = Get-ImportCommand

        $null = Start-ThreadJob {
            . ([scriptblock]::Create($using:import))
            Invoke-TelemetryEvent check.exception -Metadata @{ target = 'j' }
        } | Receive-Job -Wait -AutoRemoveJob
        1..9 | ForEach-Object { Invoke-TelemetryEvent check.exception -Metadata @{ target = 'j' }; $_ } | Select-Object -First 2 | Out-Null
        Unregister-TelemetryAlert a

        $log | Should -Be 'Raised j 3'
    }

    It 'a metric is compared for each series, is back, and is gone' {
        $log = New-Log
        Register-TelemetryAlert a -Metric queue.length -Above 100 -ClearBelow 50 -Interval 100ms -Config $log -Action {
            param($Alert, $Log) $Log.Enqueue("$($Alert.State) $($Alert.Tags.queue) $($Alert.Value) $($Alert.Reason)")
        }
        Wait-Alert { (Get-TelemetryAlert a).Problem -eq "There is no metric 'queue.length' so far." }
        Register-TelemetryMetric queue.length LastValue -Tag queue

        Invoke-TelemetryEvent queue @{ length = 101 } @{ queue = 'mail' }
        Invoke-TelemetryEvent queue @{ length = 100 } @{ queue = 'print' }
        Wait-Alert { $log.Count -eq 1 }
        Invoke-TelemetryEvent queue @{ length = 49 } @{ queue = 'mail' }
        Wait-Alert { $log.Count -eq 2 }
        Invoke-TelemetryEvent queue @{ length = 200 } @{ queue = 'print' }
        Wait-Alert { $log.Count -eq 3 }
        Unregister-TelemetryMetric queue.length
        Wait-Alert { $log.Count -eq 4 }

        $log | Should -Be 'Raised mail 101 Reached', 'Cleared mail 49 ValueBack', 'Raised print 200 Reached', 'Cleared print  Gone'
    }

    It 'a poll on collection is run for the comparison' {
        Register-TelemetryMetric m.n LastValue
        Register-TelemetryPoll p { @{ n = 7 } } m -OnCollect
        Register-TelemetryAlert a -Metric m.n -Above 6 -Interval 100ms

        Wait-Alert { (Get-TelemetryAlert a).State -eq 'Raised' }
    }

    It 'conditions select the events that count' {
        Register-TelemetryAlert a web.stop -Where @{ status = '5??', 429 } -WhereNot @{ route = '/health' }

        foreach ($status in 200, 404, 429, 503) { Invoke-TelemetryEvent web.stop -Metadata @{ status = $status; route = '/' } }
        Invoke-TelemetryEvent web.stop -Metadata @{ status = 500; route = '/health' }

        $alert = Get-TelemetryAlert a
        $alert.Count, $alert.Where.status[0], $alert.WhereNot.route | Should -Be 2, '5??', '/health'
    }

    It 'its own events can be handled and counted' {
        $calls = Register-Recorder telemetry.alert.*
        Register-TelemetryMetric alerts.raised Counter -EventName telemetry.alert.raise -Tag alert
        Register-TelemetryAlert a check.exception -Tag target -ClearOn check.stop -Action { }

        Invoke-Failure db1
        Invoke-TelemetryEvent check.stop -Metadata @{ target = 'db1' }
        Unregister-TelemetryAlert a

        $changes = @($calls | Where-Object EventName -NotLike '*action*')
        $changes.EventName | Should -Be telemetry.alert.raise, telemetry.alert.clear
        $changes[0].Metadata.alert, $changes[0].Metadata.target, $changes[0].Measurements.count | Should -Be a, db1, 1
        $changes[1].Metadata.reason, $changes[1].Measurements.duration.GetType().Name | Should -Be ClearEvent, TimeSpan
        "$(Get-TelemetryMetricValue alerts.raised)" | Should -Be 'alerts.raised{alert=a} 1'
    }

    It '-Force replaces an alert, which delivers what is pending' {
        $log = New-Log
        Register-TelemetryAlert a check.exception -Action $writes -Config $log
        Invoke-Failure
        Register-TelemetryAlert A other.event -Force
        Invoke-Failure

        $log | Should -Be 'Raised  1'
        (Get-TelemetryAlert a).EventName | Should -Be other.event
    }

    It 'an action can unregister its own alert' {
        $log = New-Log
        Register-TelemetryAlert a check.exception -Config $log {
            param($Alert, $Log) Unregister-TelemetryAlert $Alert.Name; $Log.Enqueue("$($Alert.State)")
        }

        Invoke-Failure db1 3
        Wait-Alert { $log.Count -eq 1 }

        Get-TelemetryAlert | Should -BeNullOrEmpty
    }

    It '-WhatIf changes nothing, and a wildcard unregisters' {
        Register-TelemetryAlert disk.full disk.full
        Invoke-TelemetryEvent disk.full

        Unregister-TelemetryAlert disk* -WhatIf
        Reset-TelemetryAlert disk* -WhatIf
        (Get-TelemetryAlert).State | Should -Be Raised
        Get-TelemetryAlert | Reset-TelemetryAlert
        (Get-TelemetryAlert).State | Should -Be Cleared
        Get-TelemetryAlert | Unregister-TelemetryAlert
        Get-TelemetryAlert | Should -BeNullOrEmpty
    }

    It 'a series is reset by its tags, or by the pipeline' {
        Register-TelemetryAlert a check.exception -Tag target, n
        foreach ($target in 'a', 'b', 'c') { Invoke-TelemetryEvent check.exception -Metadata @{ target = $target; n = 5 } }

        Reset-TelemetryAlert a @{ TARGET = 'a'; n = 5 }
        Get-TelemetryAlert a -Detailed | Where-Object { $_.Tags.target -eq 'b' } | Reset-TelemetryAlert

        (Get-TelemetryAlert a -Detailed).Tags.target | Should -Be c
    }

    It 'names, metrics, tags and events are completed' {
        Register-TelemetryMetric queue.length LastValue -Tag queue
        Register-TelemetryAlert db-down check.exception -Tag target -Count 3 -Within 5m
        function Get-Completion([string] $Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches) }

        $name = Get-Completion 'Unregister-TelemetryAlert db'
        $name.CompletionText, $name.ToolTip | Should -Be 'db-down', '3 check.exception within 5m: cleared, no notification'
        foreach ($command in 'Get', 'Reset') { (Get-Completion "$command-TelemetryAlert d").CompletionText | Should -Be db-down }
        (Get-Completion 'Register-TelemetryAlert x -Metric que').CompletionText | Should -Be queue.length
        (Get-Completion 'Register-TelemetryAlert x a -Tag q').CompletionText | Should -Be queue
        (Get-Completion 'Register-TelemetryAlert x check.e').CompletionText | Should -Contain check.exception
        (Get-Completion 'Register-TelemetryAlert x -Metric m -Statistic P9').CompletionText | Should -Be P90, P95, P99
    }

    It 'the views show the alerts and their series' {
        Register-TelemetryAlert db-down check.exception -Tag target -Count 2 -ClearOn check.stop
        Register-TelemetryAlert queue-long -Metric nothing.there -Above 1
        Invoke-Failure db1 2
        Invoke-Failure web 1
        Wait-Alert { (Get-TelemetryAlert queue-long).Problem }

        $lines = Get-ViewLine (Get-TelemetryAlert) 120
        $lines[0] | Should -Be 'Name             State   Raised   Count  Since  Sent Failed Error'
        $lines[2] | Should -Match '^db-down          Raised       1       3 +\S+     0      0$'
        $lines[3] | Should -Be "queue-long       Cleared      0       0            0      0 There is no metric 'nothing.there' so far."
        $series = Get-ViewLine (Get-TelemetryAlert db-down -Detailed) 100
        $series[0] | Should -Be 'Name            State   Tags                     Count  Since    Value Last'
        $series[2] | Should -Match '^db-down         Raised  target=db1                   2 +\S+ +check.exception$'
        $series[3] | Should -Match '^db-down         Cleared target=web                   1 +check.exception$'
        (Get-TelemetryAlert db-down | Format-List | Out-String) | Should -Match 'Condition +: 2 check.exception in a row'
    }
}
