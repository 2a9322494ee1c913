Describe 'Watch-TelemetryMetric' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryMetric }

    It 'writes a table for each interval where the output goes elsewhere' {
        Register-TelemetryMetric job.count Counter -Tag kind
        Register-TelemetryMetric queue.depth LastValue -Unit item
        Register-TelemetryMetric web.request.stop.duration Distribution -Tag route -Bucket 1, 10 -Unit second
        Invoke-TelemetryEvent job @{} @{ kind = 'mail' }
        Invoke-TelemetryEvent queue @{ depth = 12.5 }
        1..4 | ForEach-Object { Invoke-TelemetryEvent web.request.stop @{ duration = $_ } @{ route = '/a' } }

        $lines = Watch-TelemetryMetric -Count 2 -Interval 100ms | ForEach-Object { $_ -replace '^\d\d:\d\d:\d\d', 'hh:mm:ss' }

        $lines.Count | Should -Be 18
        $lines[0..8].TrimEnd() | Should -Be @(
            'hh:mm:ss, every 100ms: 3 metrics with 3 series. Ctrl+C ends the view.'
            ''
            'Metric             Rate/s Count  Value    P50    P95    P99'
            'job.count'
            '  kind=mail                   1      1'
            'queue.depth (item)            1   12.5'
            'web.request.stop.duration (second)'
            '  route=/a                    4             4    9.4   9.88'
            '')
        $lines[13..14] | Should -Be '  kind=mail             0     1      1', 'queue.depth (item)            1   12.5'
    }

    It 'shows the rate and the quantiles of the interval' {
        Register-TelemetryMetric a.took Distribution -Bucket 1, 10, 100
        Invoke-TelemetryEvent a @{ took = 50 }
        $frames = 0

        $lines = Watch-TelemetryMetric a.* -Count 2 -Interval 100ms | ForEach-Object {
            # After the first frame.
            if ($_ -eq '' -and ++$frames -eq 2) { 1..10 | ForEach-Object { Invoke-TelemetryEvent a @{ took = 0.5 } } }
            $_
        }

        $rows = $lines -like 'a.took *'
        $rows[0] -split ' +' | Select-Object -Skip 1 | Should -Be '1', '55', '95.5', '99.1'
        $last = $rows[1] -split ' +'
        [double]::Parse($last[1], [cultureinfo]::InvariantCulture) | Should -BeGreaterThan 0
        $last[2..5] | Should -Be '11', '0.5', '0.95', '0.99'
    }

    It 'selects metrics by name, and reports a name that there is not once' {
        Register-TelemetryMetric a.n Counter
        Register-TelemetryMetric b.n Counter

        $records = @(Watch-TelemetryMetric a.n, nope -Count 2 -Interval 100ms 2>&1)

        @($records -like 'a.n *').Count | Should -Be 2
        $records -like 'b.n *' | Should -BeNullOrEmpty
        $errors = @($records | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        $errors.FullyQualifiedErrorId | Should -Be 'MetricNotFound,Telemetry.Commands.WatchTelemetryMetricCommand'
    }

    It 'ends as its pipeline is stopped' {
        Register-TelemetryMetric a.n Counter

        Watch-TelemetryMetric -Interval 100ms | Select-Object -First 1 | Should -BeLike '*Ctrl+C*'

        $session = [powershell]::Create()
        try {
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $null = $session.AddScript((Get-ImportCommand)).Invoke()

            # One statement: after a stop, the engine goes on to a next one, and ends the process if the session is closed meanwhile.
            $session.Commands.Clear()
            $waiting = $session.AddScript('Watch-TelemetryMetric -Interval 1h')
            $null = $waiting.BeginInvoke([Management.Automation.PSDataCollection[psobject]] $null, $output)
            [Threading.SpinWait]::SpinUntil({ $output.Count -gt 0 }, 20000) | Should -BeTrue
            $session.Stop()
            $waiting.InvocationStateInfo.State | Should -Be Stopped
        }
        finally {
            $session.Runspace.Dispose()
        }
    }
}
