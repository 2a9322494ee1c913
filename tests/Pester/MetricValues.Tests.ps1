Describe 'The values of metrics' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $folder = Join-Path ([IO.Path]::GetTempPath()) "telemetry-$([guid]::NewGuid())"
        $null = New-Item $folder -ItemType Directory
    }
    AfterEach { Clear-TelemetryMetric }
    AfterAll { Remove-Item $folder -Recurse -Force }

    It 'are an object for each series' {
        Register-TelemetryMetric a.took Summary -Tag route -Unit second

        1..100 | ForEach-Object { Invoke-TelemetryEvent a @{ took = $_ } @{ route = '/a' } }
        Invoke-TelemetryEvent a @{ took = 7 } @{ route = '/b' }

        $first, $second = Get-TelemetryMetricValue
        $first.Name, $first.Type, $first.Tags.route, $first.Unit | Should -Be a.took, Summary, '/a', second
        $first.Count, $first.Sum, $first.Value | Should -Be 100, 5050, 5050
        $first.P50 | Should -BeGreaterThan 49
        $first.P50 | Should -BeLessThan 52
        $first.P99 | Should -BeGreaterThan $first.P95
        $first.Started | Should -BeLessOrEqual $first.Time
        $second.Count, $second.P50, $second.P99 | Should -Be 1, 7, 7
        "$second" | Should -Be 'a.took{route=/b} 7 second'
    }

    It 'have what the type has, and nothing else' {
        Register-TelemetryMetric a.n Counter
        Register-TelemetryMetric a.last LastValue
        Register-TelemetryMetric a.sum Sum
        Register-TelemetryMetric a.d Distribution -Bucket 1, 10

        Invoke-TelemetryEvent a @{ last = 5; sum = 5; d = 5 }

        $counter, $distribution, $last, $sum = 'a.n', 'a.d', 'a.last', 'a.sum' | ForEach-Object { Get-TelemetryMetricValue $_ }
        $counter.Value, $counter.Sum, $counter.P50 | Should -Be 1, $null, $null
        $last.Value, $last.Sum, $last.P50 | Should -Be 5, $null, $null
        $sum.Value, $sum.Sum, $sum.P50 | Should -Be 5, 5, $null
        $distribution.Value, $distribution.Sum, $distribution.P50 | Should -Be 5, 5, 5.5
    }

    It 'of a metric without values are none, or 0' {
        Register-TelemetryMetric a.n Counter
        Register-TelemetryMetric a.s Summary
        Register-TelemetryMetric a.t Counter -Tag t

        (Get-TelemetryMetricValue).ForEach({ "$_" }) | Should -Be 'a.n 0'
    }

    It 'can be those of an interval' {
        Register-TelemetryMetric a.n Sum
        Register-TelemetryMetric a.d Distribution -Tag t -Bucket 1, 10
        $before = Get-TelemetryMetricValue
        Invoke-TelemetryEvent a @{ n = 5; d = 5 } @{ t = 1 }
        $then = Get-TelemetryMetricValue
        Invoke-TelemetryEvent a @{ n = 7; d = 0.5 } @{ t = 1 }

        (Get-TelemetryMetricValue a.n -Since $before).Value | Should -Be 12
        $since = Get-TelemetryMetricValue -Since $then
        $since.Value | Should -Be 0.5, 7
        $since.ForEach({ $_.Count }) | Should -Be 1, 1
        $since[0].P99 | Should -BeLessOrEqual 1
        (Get-TelemetryMetricValue -Since $since).ForEach({ $_.Count }) | Should -Be 0, 0
    }

    It 'since there was nothing are all' {
        Register-TelemetryMetric a.n Sum -Tag t
        $before = Get-TelemetryMetricValue
        Invoke-TelemetryEvent a @{ n = 5 } @{ t = 1 }

        (Get-TelemetryMetricValue -Since $before).Value | Should -Be 5
    }

    It 'of several metrics are of one moment, by pipe too' {
        Register-TelemetryMetric a.n Counter
        Register-TelemetryMetric b.n Counter

        $values = Get-TelemetryMetric | Get-TelemetryMetricValue

        $values.Name | Should -Be a.n, b.n
        $values[0].Time | Should -Be $values[1].Time
        (Get-ErrorOf { Get-TelemetryMetricValue nope }).Id | Should -Be MetricNotFound
    }

    It 'M4 show the problems as a metric of the library' {
        Register-TelemetryMetric a.n Sum
        Invoke-TelemetryEvent a -WarningAction SilentlyContinue

        $problem = Get-TelemetryMetricValue telemetry.metric.problems
        $problem.Tags.metric, $problem.Tags.reason, $problem.Value | Should -Be a.n, MissingMeasurement, 1
        (Get-TelemetryMetricValue a.n).Value | Should -Be 0
    }

    It 'keys of tags are keys of the table, whatever their names' {
        Register-TelemetryMetric a.n Counter -Tag count, keys
        Invoke-TelemetryEvent a @{} @{ count = 'c'; keys = 'k' }

        $tags = (Get-TelemetryMetricValue a.n).Tags
        $tags.count, $tags.keys, $tags.values | Should -Be c, k, $null
    }

    It 'are written as <_>' -ForEach 'Prometheus', 'OpenMetrics', 'Json' {
        Register-TelemetryMetric web.request.stop.duration Distribution -Tag route -Bucket 0.1, 1 -Unit second
        Register-TelemetryMetric other.n Counter
        Invoke-TelemetryEvent web.request.stop @{ duration = 0.5 } @{ route = '/a' }
        $file = Join-Path $folder "$_.out"
        Set-Content $file 'before'

        Export-TelemetryMetricValue $file $_ -WhatIf
        Get-Content $file | Should -Be before
        Get-TelemetryMetric web.* | Export-TelemetryMetricValue $file $_

        $text = [IO.File]::ReadAllText($file)
        switch ($_) {
            Json {
                $parsed = $text | ConvertFrom-Json
                $parsed.name, $parsed.tags.route, $parsed.count, $parsed.sum | Should -Be web.request.stop.duration, '/a', 1, 0.5
            }
            default {
                $text | Should -Match '(?m)^web_request_stop_duration_seconds_bucket\{route="/a",le="1(\.0)?"\} 1$'
                $text.Contains('# EOF') | Should -Be ($_ -eq 'OpenMetrics')
            }
        }

        $text | Should -Not -Match other
        (Get-ChildItem $folder).Name | Should -Not -Match tmp
    }

    It 'are not written where no file can be: <Path>' -ForEach @(
        @{ Path = 'nope/x.prom'; Says = '*Create it first.' }
        @{ Path = '.'; Says = '*it is a folder.*' }
        @{ Path = 'env:x'; Says = '*a path of Environment, and a file is needed.' }
        @{ Path = 'nodrive:/x'; Says = "*'nodrive'*" }
    ) {
        Push-Location $folder
        try {
            $failed = Get-ErrorOf { Export-TelemetryMetricValue $Path Json }
        }
        finally {
            Pop-Location
        }

        $failed.Id | Should -Be InvalidPath
        $failed.Target | Should -BeLike "*$Path"
        $failed.Message | Should -BeLike $Says
    }

    It 'are written relative to the location of the session' {
        Register-TelemetryMetric a.n Counter
        Push-Location $folder
        try {
            Export-TelemetryMetricValue here.prom -Format Prometheus
        }
        finally {
            Pop-Location
        }

        Get-Content (Join-Path $folder here.prom) | Select-Object -Last 1 | Should -Be 'a_n_total 0'
    }
}
