Describe 'Sources that cannot be enabled' -Skip:($PSEdition -eq 'Desktop') {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $shop = [Diagnostics.ActivitySource]::new('Tests.Shop')
    }
    AfterAll { $shop.Dispose() }
    AfterEach {
        Clear-TelemetryMetric
        Clear-TelemetrySource
    }

    It '<Id>: <Command>' -ForEach @(
        @{ Id = 'UnknownSource'; Category = 'ObjectNotFound'; Target = 'Tests.Shap'; Command = 'Enable-TelemetrySource Tests.Shap'
            Says = "There is no source 'Tests.Shap'. Did you mean 'Tests.Shop'? There are: *System.Net.Http*use -Force." }
        @{ Id = 'UnknownSource'; Category = 'ObjectNotFound'; Target = 'http'; Command = 'Enable-TelemetrySource http -Via Activity'
            Says = "*Did you mean 'System.Net.Http'?*" }
        @{ Id = 'UnknownSource'; Category = 'ObjectNotFound'; Command = 'Enable-TelemetrySource Tests.Shop -Via Meter'
            Says = '*There are: *System.Runtime*' }
        @{ Id = 'InvalidSourceKind'; Target = 'Meters'; Command = 'Enable-TelemetrySource Tests.Shop -Via Meters'
            Says = "There is no kind 'Meters' of sources. Use Activity, Meter or DiagnosticListener." }
        @{ Id = 'InvalidSourceName'; Command = "Enable-TelemetrySource ' '" }
        @{ Id = 'OwnSource'; Target = 'telemetry'; Command = 'Enable-TelemetrySource telemetry -Force' }
        @{ Id = 'InvalidEventName'; Target = 'a b'; Command = "Enable-TelemetrySource Tests.Shop -Prefix 'a b'" }
        @{ Id = 'InvalidEventName'; Target = 'a.*'; Command = 'Enable-TelemetrySource Tests.Shop -Prefix a.*' }
        @{ Id = 'InvalidTag'; Command = "Enable-TelemetrySource Tests.Shop -Tag ''" }
        @{ Id = 'InvalidInterval'; Target = [timespan]::Zero; Command = 'Enable-TelemetrySource Tests.Shop -Interval 0' }
        @{ Id = 'InvalidMetricName'; Command = "Publish-TelemetryMetric 'a b'" }
        @{ Id = 'InvalidEventName'; Target = 'a b'; Command = "Publish-TelemetryMetric -Span 'a b'" }
    ) {
        $failed = Get-ErrorOf ([scriptblock]::Create($Command))

        $failed.Id | Should -Be $Id
        $failed.IsTerminating | Should -BeTrue
        $failed.Category | Should -Be $(if ($_.ContainsKey('Category')) { $Category } else { 'InvalidArgument' })
        if ($_.ContainsKey('Target')) { $failed.Target | Should -Be $Target }
        if ($_.ContainsKey('Says')) { $failed.Message | Should -BeLike $Says }
        Get-TelemetrySource | Where-Object IsEnabled | Should -BeNullOrEmpty
    }

    It 'SourceAlreadyEnabled: the first options stay' {
        Enable-TelemetrySource Tests.Shop -Tag kind

        $failed = Get-ErrorOf { Enable-TelemetrySource Tests.Shop -Prefix other -Tag kind }

        $failed.Id, $failed.Category, $failed.Target | Should -Be SourceAlreadyEnabled, ResourceExists, Tests.Shop
        $failed.Message | Should -BeLike '*Disable it first*'
        (Get-TelemetrySource Tests.Shop).Prefix | Should -BeNullOrEmpty
        (Get-ErrorOf { Enable-TelemetrySource Tests.Shop }).Id | Should -Be SourceAlreadyEnabled
    }

    It 'one of several in a pipeline is an error of its own, and the others are enabled' {
        $failed = Get-ErrorOf { 'no.such', 'Tests.Shop' | Enable-TelemetrySource }

        $failed.Id, $failed.IsTerminating | Should -Be UnknownSource, $false
        'no.such', 'Tests.Shop' | Enable-TelemetrySource -ErrorAction SilentlyContinue
        Get-TelemetrySource | Where-Object IsEnabled | ForEach-Object Name | Should -Be Tests.Shop
    }

    It 'UnknownSource is not terminating: <_>' -ForEach 'Get-TelemetrySource nix', 'Disable-TelemetrySource nix' {
        $failed = Get-ErrorOf ([scriptblock]::Create($_))

        $failed.Id, $failed.Category, $failed.Target, $failed.IsTerminating | Should -Be UnknownSource, ObjectNotFound, nix, $false
    }

    It 'a wildcard with an open bracket is an error of <_>' -ForEach 'Get-TelemetrySource', 'Disable-TelemetrySource' {
        $failed = Get-ErrorOf { & $_ 'a[' }

        $failed.Id, $failed.Target, $failed.IsTerminating | Should -Be InvalidWildcard, 'a[', $false
    }

    It 'AlreadyPublished: C# code publishes by the same meter' {
        Register-TelemetryMetric a.n Counter
        $null = Publish-TelemetryMetric
        Unpublish-TelemetryMetric
        $code = [Telemetry.Diagnostics.MetricPublishingExtensions]::PublishInstruments([Telemetry.Metrics.MetricRegistry]::Default, $null)
        try {
            $failed = Get-ErrorOf { Publish-TelemetryMetric }
        }
        finally {
            $code.Dispose()
        }

        $failed.Id, $failed.Category, $failed.IsTerminating | Should -Be AlreadyPublished, ResourceExists, $true
    }
}

Describe 'A platform without sources' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }

    It 'BridgeNotSupported, without loading the library: <_>' -ForEach @(
        'Get-TelemetrySource', 'Enable-TelemetrySource System.Net.Http', 'Disable-TelemetrySource *', 'Publish-TelemetryMetric',
        'Unpublish-TelemetryMetric'
    ) {
        # Windows PowerShell is such a platform; any other is made one.
        $lack = if ($PSEdition -ne 'Desktop') {
            '[Telemetry.Commands.ModuleLifecycle].Assembly.GetType(''Telemetry.Commands.BridgeSupport'').GetProperty(' +
            '''IsAvailable'', [Reflection.BindingFlags] ''Static, NonPublic'').SetValue($null, $false); '
        }
        $run = Invoke-FreshPwsh ("$(Get-ImportCommand); $lack try { $_ } catch { `"`$(`$_.FullyQualifiedErrorId)`".Split(',')[0], " +
            "`"`$(`$_.CategoryInfo.Category)`", `"`$_`" }; " +
            "`$null = TabExpansion2 'Get-TelemetrySource ' 20; Remove-Module Telemetry; " +
            '[AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetName().Name }).Where({ $_ -eq ''Telemetry.Diagnostics'' })')

        $run.Lines[0..1] | Should -Be BridgeNotSupported, NotInstalled
        $run.Lines[2] | Should -BeLike '*Use PowerShell 7.4 or later.'
        $run.Lines.Count | Should -Be 3
    }
}
