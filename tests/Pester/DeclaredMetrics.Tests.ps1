# Metrics that take their type, unit and description from the declarations of their events.
Describe 'A metric of a declared event' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $file = Join-Path $TestDrive Decl.events.psd1
        Set-Content $file "@{ Events = @(
            @{ Name = 'declmetric.sent'; Description = 'A file was sent.'; Measurements = @{
                bytes = @{ Unit = 'byte'; Description = 'the size'; MetricType = 'Sum' }
                took = @{ Type = 'Duration'; MetricType = 'Summary' }
                items = @{} } }
            @{ Name = 'declmetric.received'; Measurements = @{ bytes = @{ Unit = 'kilobyte' } } }
        ) }"
        Import-TelemetryEventDeclaration $file
    }
    AfterEach { Clear-TelemetryMetric }

    It 'has the declared type, unit and description' {
        $metric = Register-TelemetryMetric declmetric.sent.bytes -PassThru

        $metric.Type | Should -Be 'Sum'
        $metric.Unit | Should -Be 'byte'
        $metric.Description | Should -Be 'the size'
    }

    It 'has those that are given' {
        $metric = Register-TelemetryMetric declmetric.sent.bytes LastValue -Unit things -Description mine -PassThru

        $metric.Type | Should -Be 'LastValue'
        $metric.Unit | Should -Be 'things'
        $metric.Description | Should -Be 'mine'
    }

    It 'converts to the unit that is given' {
        Register-TelemetryMetric declmetric.sent.bytes Sum -Unit kilobyte

        Invoke-TelemetryEvent declmetric.sent @{ bytes = 1500 }

        (Get-TelemetryMetricValue).Value | Should -Be 1.5
    }

    It 'of a duration has seconds' {
        $metric = Register-TelemetryMetric declmetric.sent.took -PassThru

        $metric.Type | Should -Be 'Summary'
        $metric.Unit | Should -Be 'second'
    }

    It 'that counts has the description of the event, and no unit' {
        $metric = Register-TelemetryMetric declmetric.sent.bytes Counter -PassThru

        $metric.Unit | Should -BeNullOrEmpty
        $metric.Description | Should -Be 'A file was sent.'
    }

    It 'has no unit if its events declare different ones' {
        (Register-TelemetryMetric declmetric.bytes Sum -EventName declmetric.* -PassThru).Unit | Should -BeNullOrEmpty
        (Register-TelemetryMetric declmetric.two Sum -Measurement bytes -EventName declmetric.sent, other.sent -PassThru).Unit |
            Should -BeNullOrEmpty
    }

    It 'without a type is an error if none is declared' {
        foreach ($name in 'declmetric.sent.items', 'nobody.declares.this') {
            $problem = Get-ErrorOf { Register-TelemetryMetric $name }

            $problem.Id | Should -Be InvalidMetricType
            $problem.Message | Should -BeLike 'The metric has no type, and its event declares none for the measurement.*'
        }
    }

    It 'in a file of definitions has the declared unit' {
        $metrics = Join-Path $TestDrive metrics.psd1
        Set-Content $metrics "@{ Metrics = @{ Name = 'declmetric.sent.bytes'; Type = 'Sum' } }"

        (Import-TelemetryMetric $metrics -PassThru).Unit | Should -Be 'byte'
    }
}
