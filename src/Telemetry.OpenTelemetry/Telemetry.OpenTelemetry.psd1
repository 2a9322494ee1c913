@{
    NestedModules        = @('Telemetry.OpenTelemetry.dll')
    ModuleVersion        = '0.1.0'
    GUID                 = '2b6a5a0e-0a3c-4f0e-9d7a-6f6c8c1d4e52'
    Author               = 'The Telemetry authors'
    CompanyName          = 'Community'
    Copyright            = 'Copyright (c) 2026 The Telemetry authors'
    Description          = 'Reports the metrics, spans and events of the module Telemetry to a receiver of OpenTelemetry: a collector, Jaeger, Grafana, or the service of a vendor.'
    # The first with .NET 10. The SDK of OpenTelemetry needs parts of the platform that earlier ones have in other versions.
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    # The very version: the two are parts of one thing.
    RequiredModules      = @(@{ ModuleName = 'Telemetry'; RequiredVersion = '0.1.0' })
    CmdletsToExport      = @('Start-TelemetryOtlpReporter')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('telemetry', 'opentelemetry', 'otlp', 'tracing', 'metrics', 'logs', 'observability', 'PSEdition_Core')
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
