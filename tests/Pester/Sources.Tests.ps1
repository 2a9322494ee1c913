Describe 'Sources of the platform' -Skip:($PSEdition -eq 'Desktop') {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $shop = [Diagnostics.ActivitySource]::new('Tests.Shop')
        if (-not ('Telemetry.Tests.Parcels' -as [type])) {
            Add-Type -TypeDefinition @'
namespace Telemetry.Tests
{
    public sealed class ParcelSent
    {
        public string Carrier { get; set; }
        public int Weight { get; set; }
        public string Password { get; set; }
    }

    public static class Store
    {
        private static readonly System.Diagnostics.Metrics.Meter s_meter = new System.Diagnostics.Metrics.Meter("Tests.Store");
        private static readonly System.Diagnostics.Metrics.Counter<long> s_sold = s_meter.CreateCounter<long>("sold");
        private static readonly object s_stock = s_meter.CreateObservableGauge<int>("stock", () => 7);

        public static void Sell(long number, string kind)
        {
            s_sold.Add(number, new System.Collections.Generic.KeyValuePair<string, object>("kind", kind));
        }
    }

    public static class Parcels
    {
        private static readonly System.Diagnostics.DiagnosticListener s_listener =
            new System.Diagnostics.DiagnosticListener("Tests.Parcels");

        public static bool IsListened { get { return s_listener.IsEnabled("Sent"); } }

        public static void Send(string carrier, int weight)
        {
            if (s_listener.IsEnabled("Sent"))
            {
                s_listener.Write("Sent", new ParcelSent { Carrier = carrier, Weight = weight, Password = "secret" });
            }
        }
    }
}
'@
        }

        $null = [Telemetry.Tests.Parcels]::IsListened
        [Telemetry.Tests.Store]::Sell(0, 'none')

        function Get-Completion([string] $Line) {
            , @((TabExpansion2 $Line $Line.Length).CompletionMatches)
        }

        # One activity, with a tag.
        function Invoke-Sale([string] $Kind = 'book') {
            $sale = $shop.StartActivity('sale')
            if ($sale) {
                $null = $sale.SetTag('kind', $Kind).SetTag('customer', 17)
                $sale.Dispose()
            }
        }
    }
    AfterAll { $shop.Dispose() }
    AfterEach {
        Clear-TelemetryHandler
        Clear-TelemetryMetric
        Clear-TelemetrySource
    }

    It 'B1 are listed by name, whether known or there' {
        $all = Get-TelemetrySource

        $all.Name | Should -Be ($all.Name | Sort-Object)
        ($all | Where-Object { $_.Name -eq 'System.Net.Http' }).Via | Should -Be Activity, Meter
        (Get-TelemetrySource Npgsql)[0].State | Should -Be Known
        $known = Get-TelemetrySource System.Net.Http | Where-Object Via -EQ Activity
        $known.Events | Should -Contain http.client.request.stop
        $known.Description | Should -BeLike '*HttpClient*'
        (Get-TelemetrySource Tests.*).ForEach({ "$_ $($_.Via) $($_.State)" }) | Should -Be @(
            'Tests.Parcels DiagnosticListener Available', 'Tests.Shop Activity Available', 'Tests.Store Meter Available')
        Get-TelemetrySource Telemetry* | Should -BeNullOrEmpty
    }

    It 'B1 an activity is a span, and the source is listened to while something matches' {
        $source = Enable-TelemetrySource tests.shop -PassThru
        $source.Name, $source.Via, $source.State | Should -Be Tests.Shop, Activity, Idle
        $shop.HasListeners() | Should -BeFalse
        $calls = Register-Recorder tests.shop.*
        $source.State | Should -Be Listening

        Invoke-Sale

        $calls.EventName | Should -Be tests.shop.sale.start, tests.shop.sale.stop
        $calls[1].Measurements.duration | Should -BeOfType timespan
        $calls[1].Metadata.kind, $calls[1].Metadata.customer | Should -Be internal, 17
        $source.Emitted, $source.Suppressed, $source.Dropped | Should -Be 2, 0, 0
        $source.Events | Should -Contain tests.shop.sale.stop
        Clear-TelemetryHandler
        $source.State | Should -Be Idle
        $shop.HasListeners() | Should -BeFalse
    }

    It 'B2 a prefix and tags are as they are asked for' {
        $source = Enable-TelemetrySource Tests.Shop -Prefix app -Tag cust* -PassThru
        $calls = Register-Recorder app.tests.shop.sale.stop

        Invoke-Sale

        $source.Prefix, $source.Tags | Should -Be app, cust*
        $calls[0].Metadata.customer | Should -Be 17
        $calls[0].Metadata.kind | Should -Be internal
    }

    It 'B3 a measurement of an instrument is an event, and an observable one is read at each interval' {
        $source = Enable-TelemetrySource Tests.Store -Interval 0.05 -PassThru
        Register-TelemetryMetric tests.store.sold.value Sum -Tag kind
        Register-TelemetryMetric tests.store.stock.value LastValue

        [Telemetry.Tests.Store]::Sell(3, 'book')
        while (-not (Get-TelemetryMetricValue tests.store.stock.value)) { Start-Sleep -Milliseconds 20 }

        $source.Via | Should -Be Meter
        (Get-TelemetryMetricValue tests.store.sold.value).ForEach({ "$($_.Tags.kind) $($_.Value)" }) | Should -Be 'book 3'
        (Get-TelemetryMetricValue tests.store.stock.value).Value | Should -Be 7
    }

    It 'B3 the meter System.Runtime gives the numbers of the process' -Skip:($PSVersionTable.PSVersion -lt [version] '7.5') {
        Enable-TelemetrySource System.Runtime -Interval 0.05
        Register-TelemetryMetric system.runtime.dotnet.process.memory.working_set.value LastValue

        while (-not (Get-TelemetryMetricValue)) { Start-Sleep -Milliseconds 20 }

        (Get-TelemetryMetricValue).Value | Should -BeGreaterThan 1e6
    }

    It 'a message of a diagnostic listener is an event, without what may be a secret' {
        Enable-TelemetrySource Tests.Parcels
        $calls = Register-Recorder tests.parcels.sent

        [Telemetry.Tests.Parcels]::Send('post', 12)

        $calls.Count | Should -Be 1
        $calls[0].Metadata.Carrier | Should -Be post
        $calls[0].Measurements.Weight | Should -Be 12
        @($calls[0].Metadata.GetEnumerator()).Key | Should -Not -Contain Password
        Disable-TelemetrySource Tests.Parcels
        [Telemetry.Tests.Parcels]::IsListened | Should -BeFalse
    }

    It 'enabling twice in the same way is done once' {
        $first = Enable-TelemetrySource Tests.Shop -Tag kind -PassThru
        $again = Enable-TelemetrySource tests.SHOP -Via activity -Tag KIND -PassThru -Verbose 4> $null

        $again.Source | Should -Be $first.Source
        @(Get-TelemetrySource Tests.* | Where-Object IsEnabled).Count | Should -Be 1
    }

    It '-Force waits for a source that appears later' {
        $source = Enable-TelemetrySource Tests.Later -Via Activity -Force -PassThru
        $calls = Register-Recorder tests.later.*
        $source.State | Should -Be Waiting

        $later = [Diagnostics.ActivitySource]::new('Tests.Later')
        try {
            $source.State | Should -Be Listening
            $later.StartActivity('work').Dispose()
        }
        finally {
            $later.Dispose()
        }

        $calls.EventName | Should -Be tests.later.work.start, tests.later.work.stop
    }

    It 'are enabled and disabled by the pipeline, by name and by wildcard' {
        Get-TelemetrySource Tests.* | Enable-TelemetrySource
        (Get-TelemetrySource Tests.*).IsEnabled | Should -Be $true, $true, $true
        $parcels = Get-TelemetrySource Tests.Parcels

        'Tests.Shop' | Disable-TelemetrySource
        Disable-TelemetrySource tests.s*
        Get-TelemetrySource | Where-Object IsEnabled | ForEach-Object Name | Should -Be Tests.Parcels
        Get-TelemetrySource | Disable-TelemetrySource
        $parcels, $parcels | Disable-TelemetrySource

        $parcels.State | Should -Be Available
        Get-TelemetrySource | Where-Object IsEnabled | Should -BeNullOrEmpty
        Disable-TelemetrySource nothing*
    }

    It 'stay as they are with -WhatIf' {
        Enable-TelemetrySource Tests.Shop -WhatIf
        (Get-TelemetrySource Tests.Shop).State | Should -Be Available
        Enable-TelemetrySource Tests.Shop

        Disable-TelemetrySource * -WhatIf

        (Get-TelemetrySource Tests.Shop).State | Should -Be Idle
    }

    It 'one source by several kinds is disabled by one of them' {
        Enable-TelemetrySource System.Net.Http
        Enable-TelemetrySource System.Net.Http -Via Meter

        Get-TelemetrySource | Where-Object Via -EQ Activity | Disable-TelemetrySource

        @(Get-TelemetrySource | Where-Object IsEnabled).ForEach({ "$($_.Via)" }) | Should -Be Meter
    }

    It 'M18 are disabled when the last session removes the module, and not before' {
        $run = Invoke-FreshPwsh ("$(Get-ImportCommand); Enable-TelemetrySource System.Net.Http; " +
            '$bridge = [Telemetry.Diagnostics.SourceBridge]::Default; ' +
            '$code = $bridge.Enable(''Npgsql'', [Telemetry.Diagnostics.SourceKind]::Activity); ' +
            "`$other = [powershell]::Create(); `$null = `$other.AddScript('$((Get-ImportCommand).Replace("'", "''"))').Invoke(); " +
            'Remove-Module Telemetry; "with another session: $($bridge.List().Count)"; ' +
            '$other.Runspace.Dispose(); "with none: $($bridge.List())"')

        $run.Lines | Should -Be 'with another session: 2', 'with none: Npgsql (Activity)'
    }

    It 'M18 are disabled when the last session closes' {
        $run = Invoke-FreshPwsh (
            "`$other = [powershell]::Create(); `$null = `$other.AddScript('$((Get-ImportCommand).Replace("'", "''")); " +
            "Enable-TelemetrySource System.Net.Http; Publish-TelemetryMetric').Invoke(); " +
            '$bridge = [Telemetry.Diagnostics.SourceBridge]::Default; "$($bridge.List().Count)"; ' +
            '$other.Runspace.Dispose(); "$($bridge.List().Count)"')

        $run.Lines | Should -Be 1, 0
    }

    It 'are a table of 80 columns, with the events and what was lost below the name' {
        Enable-TelemetrySource Tests.Shop
        Register-TelemetryHandler inner tests.shop.* { $inner = $args[3].StartActivity('sale'); if ($inner) { $inner.Dispose() } } $shop
        Invoke-Sale

        Get-ViewLine (Get-TelemetrySource Tests.Shop, Microsoft.EntityFrameworkCore) 80 | Should -Be @(
            'Name                                     Via                State     Emitted'
            '----                                     ---                -----     -------'
            'Tests.Shop                               Activity           Listening       2'
            '  tests.shop.sale.*'
            '  Suppressed 2'
            'Microsoft.EntityFrameworkCore            Meter              Known'
            '  microsoft.entityframeworkcore.*'
            'Microsoft.EntityFrameworkCore            DiagnosticListener Known'
            '  microsoft.entityframeworkcore.*')
    }

    It 'are a list of all that is known of one' {
        $source = Enable-TelemetrySource Tests.Shop -Prefix app -Tag kind, customer -PassThru

        Get-ViewLine ($source | Format-List) 80 | Should -Be @(
            'Name       : Tests.Shop'
            'Via        : Activity'
            'State      : Idle'
            'Prefix     : app'
            'Tags       : kind, customer'
            'Emitted    : 0'
            'Suppressed : 0')
    }

    It 'the tab key completes <Line>' -ForEach @(
        @{ Line = 'Get-TelemetrySource tests.'; Words = 'Tests.Parcels', 'Tests.Shop', 'Tests.Store' }
        @{ Line = 'Enable-TelemetrySource system.net.h'; Words = , 'System.Net.Http' }
        @{ Line = 'Enable-TelemetrySource -Via Meter tests.'; Words = , 'Tests.Store' }
        @{ Line = 'Disable-TelemetrySource '; Words = , 'Tests.Shop' }
        @{ Line = 'Enable-TelemetrySource x -Via '; Words = 'Activity', 'Meter', 'DiagnosticListener' }
    ) {
        Enable-TelemetrySource Tests.Shop

        (Get-Completion $Line).CompletionText | Should -Be $Words
    }

    It 'the tooltip of a source shows its state' {
        (Get-Completion 'Get-TelemetrySource Npgsql')[0].ToolTip | Should -BeLike 'Activity, Known: Commands that Npgsql sends*'
    }
}
