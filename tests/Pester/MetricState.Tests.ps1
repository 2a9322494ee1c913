Describe 'The numbers of metrics from one process to the next' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $folder = Join-Path ([IO.Path]::GetTempPath()) "telemetry-$([guid]::NewGuid())"
        $null = New-Item $folder -ItemType Directory
        $state = Join-Path $folder metrics.state
    }
    BeforeEach { Remove-Item (Join-Path $folder *) -Recurse }
    AfterEach { Clear-TelemetryMetric }
    AfterAll { Remove-Item $folder -Recurse -Force }

    It 'M14 go on in another process' {
        $command = "$(Get-ImportCommand); Register-TelemetryMetric a.n Sum -Tag t; Restore-TelemetryMetricState '$state'; " +
            "Invoke-TelemetryEvent a @{ n = 5 } @{ t = 1 }; Save-TelemetryMetricState '$state'; (Get-TelemetryMetricValue a.n).Value"

        (Invoke-FreshPwsh $command).Lines | Should -Be 5
        (Invoke-FreshPwsh $command).Lines | Should -Be 10
    }

    It 'M14 are added to a metric that is registered later' {
        Register-TelemetryMetric a.n Counter
        1..3 | ForEach-Object { Invoke-TelemetryEvent a }
        Save-TelemetryMetricState $state
        Unregister-TelemetryMetric a.n

        Restore-TelemetryMetricState $state
        Register-TelemetryMetric a.n Counter
        Invoke-TelemetryEvent a

        (Get-TelemetryMetricValue a.n).Value | Should -Be 4
    }

    It 'M14 of a metric whose buckets changed begin at 0, with one warning' {
        Register-TelemetryMetric a.n Distribution -Bucket 1, 2
        Invoke-TelemetryEvent a @{ n = 1 }
        Save-TelemetryMetricState $state
        Register-TelemetryMetric a.n Distribution -Bucket 1, 3 -Force -WarningAction SilentlyContinue

        $streams = Get-StreamsOf { Restore-TelemetryMetricState $state }

        $streams.Warning.Count | Should -Be 1
        $streams.Warning | Should -BeLike "*'a.n'*"
        (Get-TelemetryMetricValue a.n).Count | Should -Be 0
        (Get-StreamsOf { Register-TelemetryMetric a.n Summary -Force }).Warning | Should -BeLike "*'a.n'*"
    }

    It 'M14 in a file that is broken are set aside, with one warning' {
        Set-Content $state 'broken'

        $streams = Get-StreamsOf { Restore-TelemetryMetricState $state }

        $streams.Warning.Count | Should -Be 1
        $streams.Error | Should -BeNullOrEmpty
        (Get-ChildItem $folder).Name | Should -Be 'metrics.state.broken'
    }

    It 'M14 before there is a file are 0' {
        Register-TelemetryMetric a.n Counter

        $streams = Get-StreamsOf { Restore-TelemetryMetricState $state }

        $streams.Warning + $streams.Error + $streams.Output | Should -BeNullOrEmpty
        (Get-TelemetryMetricValue a.n).Value | Should -Be 0
    }

    It 'M14 are neither saved nor restored with -WhatIf' {
        Register-TelemetryMetric a.n Counter
        Invoke-TelemetryEvent a

        Save-TelemetryMetricState $state -WhatIf
        Test-Path $state | Should -BeFalse
        Save-TelemetryMetricState $state
        Register-TelemetryMetric a.n Counter -Force
        Restore-TelemetryMetricState $state -WhatIf

        (Get-TelemetryMetricValue a.n).Value | Should -Be 0
    }

    It 'M14 cannot be saved where no file can be, or restored from a folder' {
        foreach ($path in (Join-Path $folder nope/x), $folder, 'env:x') {
            (Get-ErrorOf { Save-TelemetryMetricState $path }).Id | Should -Be InvalidPath
        }

        (Get-ErrorOf { Restore-TelemetryMetricState $folder }).Id | Should -Be InvalidPath
    }
}
