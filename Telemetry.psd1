@{
    # Nested, so that the path of the module is this file: by it, another session imports the same module, with its name and views.
    NestedModules        = @('Telemetry.PowerShell.dll')
    ModuleVersion        = '0.1.0'
    GUID                 = 'dd50cf2d-31fd-4170-98e9-3e4a85bfd143'
    Author               = 'The Telemetry authors'
    CompanyName          = 'Community'
    Copyright            = 'Copyright (c) 2026 The Telemetry authors'
    Description          = 'Named events with measurements and metadata, and handlers for them: emit an event where something happens, handle it elsewhere, in scripts, modules and C# alike. Handlers run synchronously; with none, an event costs next to nothing.'
    PowerShellVersion    = '5.1'
    # Of Windows PowerShell only: netstandard2.0 as a part of the system.
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions = @('Desktop', 'Core')
    FormatsToProcess     = @('Telemetry.format.ps1xml')
    CmdletsToExport      = @(
        'Disable-TelemetrySource'
        'Enable-TelemetrySource'
        'Export-TelemetryEventDeclaration'
        'Export-TelemetryMetric'
        'Export-TelemetryMetricValue'
        'Format-TelemetryTree'
        'Get-TelemetryAlert'
        'Get-TelemetryEvent'
        'Get-TelemetryHandler'
        'Get-TelemetryLog'
        'Get-TelemetryMetric'
        'Get-TelemetryMetricValue'
        'Get-TelemetryPoll'
        'Get-TelemetryReporter'
        'Get-TelemetrySource'
        'Import-TelemetryEventDeclaration'
        'Import-TelemetryMetric'
        'Invoke-TelemetryEvent'
        'Invoke-TelemetryParallel'
        'Invoke-TelemetryPoll'
        'Invoke-TelemetrySpan'
        'Measure-TelemetryEvent'
        'Publish-TelemetryMetric'
        'Receive-TelemetryEvent'
        'Register-TelemetryAlert'
        'Register-TelemetryHandler'
        'Register-TelemetryMetric'
        'Register-TelemetryPoll'
        'Reset-TelemetryAlert'
        'Reset-TelemetryMetric'
        'Restore-TelemetryMetricState'
        'Save-TelemetryMetricState'
        'Send-TelemetryEvent'
        'Start-TelemetryJsonLinesReporter'
        'Start-TelemetryLog'
        'Start-TelemetryPrometheusReporter'
        'Start-TelemetryPushgatewayReporter'
        'Start-TelemetrySpan'
        'Start-TelemetryStatsDReporter'
        'Start-TelemetryTextFileReporter'
        'Stop-TelemetryLog'
        'Stop-TelemetryReporter'
        'Stop-TelemetrySpan'
        'Test-TelemetryEvent'
        'Trace-TelemetryEvent'
        'Unpublish-TelemetryMetric'
        'Unregister-TelemetryAlert'
        'Unregister-TelemetryHandler'
        'Unregister-TelemetryMetric'
        'Unregister-TelemetryPoll'
        'Wait-TelemetryEvent'
        'Watch-TelemetryMetric'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('telemetry', 'events', 'instrumentation', 'observability', 'metrics', 'PSEdition_Core', 'PSEdition_Desktop')
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
