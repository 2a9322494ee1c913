# Beside other versions of what the module Telemetry.OpenTelemetry brings, which another module has loaded before.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Common.psm1"
    Import-Module "$PSScriptRoot/OtlpReceiver.psm1"
    $canReport = (Test-OpenTelemetryModule) -and (Test-OtlpReceiver)
}

Describe 'The SDK of Telemetry.OpenTelemetry' -Skip:(-not $canReport) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Import-Module "$PSScriptRoot/OtlpReceiver.psm1"
        $receiver = Start-OtlpReceiver
        $output = Get-RepositoryPath output
        $import = "$(Get-ImportCommand); Import-Module '$output/Telemetry.OpenTelemetry'"

        # As tools/TestTools.csproj restores them.
        $store = Get-RepositoryPath .tools/.store
        $libraries = [ordered]@{
            'Microsoft.Extensions.DependencyInjection.Abstractions' = '8.0.0'
            'Microsoft.Extensions.Logging.Abstractions'             = '8.0.0'
            'Microsoft.Extensions.Primitives'                       = '8.0.0'
            'Microsoft.Extensions.Options'                          = '8.0.0'
            'OpenTelemetry.Api'                                     = '1.15.3'
            'OpenTelemetry'                                         = '1.15.3'
        }
        $others = $libraries.Keys | ForEach-Object { "$store/$($_.ToLowerInvariant())/$($libraries[$_])/lib/net8.0/$_.dll" }

        # A metric, a span and a log record, on their way to the receiver.
        function Get-Report([string] $Job) {
            "Start-TelemetryOtlpReporter $($receiver.Endpoint) -ServiceName $Job -Log '$Job.*'
            Register-TelemetryMetric $Job.run.stop.count Counter
            Invoke-TelemetrySpan $Job.run { }
            Stop-TelemetryReporter otlp -PassThru | ForEach-Object { `"`$(`$_.Failures) failures, `$(`$_.Dropped) dropped`" }"
        }

        # The assemblies in the context in which modules are loaded, with the folder of each.
        $list = "[Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.Where({
                `$_.GetName().Name -match '^(OpenTelemetry|Microsoft\.Extensions\.)' }).ForEach({ `$_.Location })"

        function Test-Arrived([string] $Job) {
            $receiver.Metrics.Name | Should -Contain "$Job.run.stop.count"
            $receiver.Spans.Name | Should -Contain "$Job.run"
            $receiver.Logs.EventName | Should -Contain "$Job.run.start"
        }
    }
    AfterAll { $receiver.Stop() }

    It 'is not in the context of other modules' {
        $run = Invoke-FreshPwsh "$import; $(Get-Report alone); $list"

        $run.Lines | Where-Object { $_ -notlike "$PSHOME*" } | Should -Be '0 failures, 0 dropped'
        Test-Arrived alone
    }

    It 'works beside older versions that were loaded before, and leaves them as they are' {
        $load = $others.ForEach({ "Add-Type -Path '$_'" }) -join '; '
        $look = '[OpenTelemetry.Sdk].Assembly.Location, [Microsoft.Extensions.Logging.Abstractions.NullLogger].Assembly.Location'

        $run = Invoke-FreshPwsh "$load; $import; $(Get-Report beside); $look; $list"

        $run.Lines[0] | Should -Be '0 failures, 0 dropped'
        Test-Arrived beside
        $sdk = $others -like '*/OpenTelemetry.dll'
        $logging = $others -like '*/Microsoft.Extensions.Logging.Abstractions.dll'
        $run.Lines[1, 2] | Should -Be $sdk, $logging
        $run.Lines | Select-Object -Skip 3 | Where-Object { $_ -notlike "$PSHOME*" } | Sort-Object | Should -Be ($others | Sort-Object)
    }

    It 'works beside older versions that are loaded while it reports' {
        $load = $others.ForEach({ "[void] [Reflection.Assembly]::LoadFrom('$_')" }) -join '; '

        $run = Invoke-FreshPwsh "$import; Start-TelemetryOtlpReporter $($receiver.Endpoint) -Name earlier; $load; $(Get-Report during)"

        $run.Lines | Should -Be '0 failures, 0 dropped'
        Test-Arrived during
    }

    It 'has the activities and instruments of the platform' {
        $look = '[AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq ''System.Diagnostics.DiagnosticSource'' })'

        $run = Invoke-FreshPwsh "$import; $(Get-Report platform); $look.Location"

        $run.Lines | Should -HaveCount 2
        $run.Lines[1] | Should -Not -BeLike "$output*"
        Get-ChildItem "$output/Telemetry.OpenTelemetry" -Recurse -Filter System.* | Should -BeNullOrEmpty
    }
}
