BeforeDiscovery {
    Import-Module "$PSScriptRoot/Otlp.psm1"
    $runs = Test-Otlp
    $protocols = @{ Protocol = 'HttpProtobuf' }, @{ Protocol = 'Grpc' }
}

Describe 'Metrics in a receiver of OpenTelemetry' -Skip:(-not $runs) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Import-Module "$PSScriptRoot/Otlp.psm1"
        Import-Otlp
    }
    AfterAll { Remove-Otlp }
    BeforeEach { $receiver = Start-OtlpReceiver }
    AfterEach {
        Clear-TelemetryReporter
        Clear-TelemetryMetric
        Clear-TelemetrySource
        Clear-TelemetryPoll
        $receiver.Stop()
    }

    It 'O1 B6 each type arrives with its values, unit, description and attributes, by <Protocol>' -ForEach $protocols {
        Register-TelemetryMetric shop.order.count Counter -Tag kind -Description 'Orders.'
        Register-TelemetryMetric shop.order.bytes Sum -Unit byte
        Register-TelemetryMetric shop.stock.change Sum -AllowNegative
        Register-TelemetryMetric shop.stock.level LastValue
        Register-TelemetryMetric shop.order.size Distribution -Bucket 10, 100
        Register-TelemetryMetric shop.order.time Summary -Unit second
        Start-Otlp ($receiver.EndpointOf($Protocol)) -Protocol $Protocol
        foreach ($i in 1..20) {
            Invoke-TelemetryEvent shop.order @{ bytes = 1.5; size = $i * 10; time = $i / 10 } @{ kind = "k$($i % 2)" }
        }

        Invoke-TelemetryEvent shop.stock @{ change = -3; level = 7.25 }
        (Get-OtlpReporter).FlushNow() | Should -BeTrue

        $count = $receiver.LastMetric('shop.order.count')
        $count.Kind, $count.IsMonotonic, $count.IsDelta, $count.Description | Should -Be Sum, $true, $false, 'Orders.'
        $count.Points.Where({ $_.Attributes.kind -eq 'k1' })[0].Value | Should -Be 10
        $count.Scope.Name | Should -Be Telemetry.otlp
        $bytes = $receiver.LastMetric('shop.order.bytes')
        $bytes.Kind, $bytes.IsMonotonic, $bytes.Unit, $bytes.Points[0].Value | Should -Be Sum, $true, By, 30
        $change = $receiver.LastMetric('shop.stock.change')
        $change.Kind, $change.IsMonotonic, $change.Points[0].Value | Should -Be Sum, $false, -3
        $level = $receiver.LastMetric('shop.stock.level')
        $level.Kind, $level.Points[0].Value | Should -Be Gauge, 7.25
        $size = $receiver.LastMetric('shop.order.size')
        $size.Kind, $size.Points[0].Count, $size.Points[0].Sum | Should -Be Histogram, 20, 2100
        $size.Points[0].Bounds | Should -Be 10, 100
        $size.Points[0].BucketCounts | Should -Be 1, 9, 10
        $time = $receiver.LastMetric('shop.order.time')
        $time.Kind, $time.Unit, $time.Points[0].Count | Should -Be ExponentialHistogram, s, 20
        [math]::Round($time.Points[0].Sum, 6), $time.Points[0].Min, $time.Points[0].Max | Should -Be 21, 0.1, 2
        ($time.Points[0].Positive.Counts | Measure-Object -Sum).Sum | Should -Be 20
    }

    It 'O1 a summary is a histogram with bounds for seconds where it has to be' {
        Register-TelemetryMetric shop.order.time Summary -Unit second
        Start-Otlp $receiver.Endpoint -SummaryAs Explicit
        0.001, 0.02, 3 | ForEach-Object { Invoke-TelemetryEvent shop.order @{ time = $_ } }
        $null = (Get-OtlpReporter).FlushNow()

        $time = $receiver.LastMetric('shop.order.time')
        $time.Kind, $time.Points[0].Bounds[0], $time.Points[0].Bounds[-1] | Should -Be Histogram, 0.005, 10
        $time.Points[0].BucketCounts | Should -Be 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0
    }

    It 'R1 -Metric, -Group and -Prefix select and name' {
        Register-TelemetryMetric a.n Counter
        Register-TelemetryMetric a.m Counter
        Register-TelemetryMetric b.n Counter
        Start-Otlp $receiver.Endpoint -Metric a.* -Prefix shop.
        Invoke-TelemetryEvent a
        Invoke-TelemetryEvent b
        $null = (Get-OtlpReporter).FlushNow()

        $receiver.Metrics.Name.Where({ $_ -notlike '*telemetry*' }) | Sort-Object -Unique | Should -Be shop.a.m, shop.a.n
    }

    It 'M11 P1 series that a poll does not set any more are gone' {
        $state = [Collections.Generic.List[string]]@('one', 'two')
        Register-TelemetryMetric machine.state.up LastValue -Tag name -PerPoll
        Register-TelemetryPoll machines -EventName machine.state -Interval 1h -ArgumentList (, $state) -ScriptBlock {
            param($Names)

            foreach ($name in $Names) { [pscustomobject]@{ up = 1; name = $name } }
        } -Measurement up
        Start-Otlp $receiver.Endpoint
        $reporter = Get-OtlpReporter

        Invoke-TelemetryPoll machines
        $null = $reporter.FlushNow()
        $receiver.LastMetric('machine.state.up').Points.Attributes.name | Sort-Object | Should -Be one, two

        $null = $state.Remove('one')
        Invoke-TelemetryPoll machines
        $null = $reporter.FlushNow()
        $receiver.LastMetric('machine.state.up').Points.Attributes.name | Should -Be two
    }

    It 'M7 series over the limit arrive together, and totals are exact' {
        Register-TelemetryMetric a.n Counter -Tag id -SeriesLimit 5
        Register-TelemetryMetric a.v Summary -Tag id -SeriesLimit 5 -Measurement v
        Start-Otlp $receiver.Endpoint
        1..20 | ForEach-Object { Invoke-TelemetryEvent a @{ v = 2 } @{ id = $_ } }
        $null = (Get-OtlpReporter).FlushNow()

        $count = $receiver.LastMetric('a.n')
        ($count.Points.Value | Measure-Object -Sum).Sum | Should -Be 20
        $count.Points.Where({ $_.Attributes.id -eq '(other)' }).Value | Should -Be 15
        $values = $receiver.LastMetric('a.v')
        ($values.Points.Sum | Measure-Object -Sum).Sum | Should -Be 40
        $values.Points.Where({ $_.Attributes.id -eq '(other)' })[0].Count | Should -Be 15
    }

    It 'O3 with delta temporality, what did not arrive is counted' {
        Register-TelemetryMetric a.n Counter
        $env:OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE = 'delta'
        try { Start-Otlp $receiver.Endpoint -Metric a.n } finally {
            Remove-Item env:OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE
        }

        $reporter = Get-OtlpReporter
        $null = $reporter.FlushNow()
        1..3 | ForEach-Object { Invoke-TelemetryEvent a }
        $null = $reporter.FlushNow()
        $metric = $receiver.LastMetric('a.n')
        $metric.IsDelta, $metric.Points[0].Value | Should -Be $true, 3

        $receiver.Respond('metrics', 'overloaded', 'ok')
        1..4 | ForEach-Object { Invoke-TelemetryEvent a }
        $reporter.FlushNow() | Should -BeFalse
        $reporter.Dropped | Should -BeGreaterThan 0
    }

    It 'M14 totals go on from the last run' {
        $state = Join-Path $TestDrive state.json
        Register-TelemetryMetric a.n Counter
        Start-Otlp $receiver.Endpoint -StatePath $state
        Invoke-TelemetryEvent a
        Stop-TelemetryReporter otlp
        Unregister-TelemetryMetric a.n

        Register-TelemetryMetric a.n Counter
        Start-Otlp $receiver.Endpoint -StatePath $state
        Invoke-TelemetryEvent a
        Stop-TelemetryReporter otlp

        $receiver.LastMetric('a.n').Points[0].Value | Should -Be 2
    }
}
