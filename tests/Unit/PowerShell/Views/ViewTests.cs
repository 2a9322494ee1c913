using System.Management.Automation;
using System.Reflection;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>The views of the module, held against the types that they are of. How they look is tested with Pester: the
/// hosted engine has no Format-Table.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class ViewTests : IDisposable
{
    private const int NarrowScreen = 80;
    private const int NarrowestColumn = 8;

    private const string Samples =
        """
        Register-TelemetryHandler kept view.done { throw 'no route' } -FailurePolicy Keep
        Register-TelemetryHandler gone view.done { throw 'disk full' }
        Register-TelemetryHandler keep view.done { $script:record = $_ }
        Register-TelemetryHandler spans view.span.start { }
        $trace = Trace-TelemetryEvent { Invoke-TelemetryEvent view.done @{ took = [timespan]::FromSeconds(90) } @{ host = 'web1' } }
        $outer = Start-TelemetrySpan view.span
        $span = Start-TelemetrySpan view.span -Parent $outer
        Register-TelemetryMetric view.metric.took Summary -Tag host -SeriesLimit 1 -Force
        'a', 'b' | ForEach-Object { Invoke-TelemetryEvent view.metric @{ took = 2 } @{ host = $_ } -WarningAction SilentlyContinue }
        $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine([IO.Path]::GetTempPath(), [guid]::NewGuid()))
        $reporter = Start-TelemetryTextFileReporter "$folder/a.prom" -Interval 1h -PassThru -WarningAction SilentlyContinue
        $null = $reporter.Reporter.FlushAsync([timespan]::FromMinutes(1)).Result
        $folder.Delete($true)
        Stop-TelemetryReporter $reporter.Name -WarningAction SilentlyContinue
        Register-TelemetryPoll view { throw 'boom' } view.polled -InitialDelay 1h -Force -WarningAction Ignore
        $run = Invoke-TelemetryPoll view -ErrorAction Ignore
        Register-TelemetryAlert view view.alert -Tag host -Force
        Invoke-TelemetryEvent view.alert -Metadata @{ host = 'web1' }
        $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine([IO.Path]::GetTempPath(), [guid]::NewGuid()))
        $log = Start-TelemetryLog view.log "$folder/view.log" -Name view -Force -PassThru
        Stop-TelemetryLog view
        $folder.Delete($true)
        """;

    // A line of a tree is one line, and the list of the series of an alert is the engine's own.
    private static readonly string[] s_withoutList =
        ["Telemetry.Commands.TelemetryTreeLine", "Telemetry.Commands.ScriptAlertSeries", Measure];

    private static readonly string?[] s_plain =
        [typeof(bool).FullName, typeof(string).FullName, typeof(object).FullName, typeof(PSObject).FullName, Measure];

    // An object of properties alone, which depend on the tags: Measuring.Tests.ps1 tests its view.
    private const string Measure = "Telemetry.Commands.EventMeasure";

    private static readonly Dictionary<string, string> s_samples = new()
    {
        ["Telemetry.Commands.ScriptHandlerInfo"] = "Get-TelemetryHandler kept",
        ["Telemetry.Commands.DetachedHandler"] = "Get-TelemetryHandler -Detached gone",
        ["Telemetry.FailureSummary"] = "(Get-TelemetryHandler kept).LastFailure",
        ["Telemetry.Commands.ScriptEvent"] = "Get-TelemetryEvent view.done",
        ["Telemetry.Commands.ScriptRecord"] = "$script:record",
        ["Telemetry.Commands.TracedEvent"] = "$trace",
        ["Telemetry.Commands.ScriptSpan"] = "$span",
        ["Telemetry.Commands.ScriptEventDeclaration"] = "@(Get-TelemetryEvent -Declared telemetry.handler.failure)[0]",
        ["Telemetry.Commands.ScriptMetricInfo"] = "Get-TelemetryMetric view.metric.took",
        ["Telemetry.Commands.ScriptMetricValue"] = "@(Get-TelemetryMetricValue view.metric.took)[0]",
        ["Telemetry.Commands.ScriptReporterInfo"] = "$reporter",
        ["Telemetry.Commands.ScriptPollInfo"] = "Get-TelemetryPoll view",
        ["Telemetry.Commands.ScriptPollRun"] = "$run",
        ["Telemetry.Commands.TelemetryTreeLine"] = "@($trace | Format-TelemetryTree)[0]",
        ["Telemetry.Commands.ScriptAlertInfo"] = "Get-TelemetryAlert view",
        ["Telemetry.Commands.ScriptAlertSeries"] = "Get-TelemetryAlert view -Detailed",
        ["Telemetry.Commands.ScriptLogInfo"] = "$log",
        ["Telemetry.Commands.ScriptSourceInfo"] = "@(Get-TelemetrySource System.Net.Http)[0]",
        ["Telemetry.Commands.ScriptPublicationInfo"] = "Publish-TelemetryMetric view.* -PassThru",
    };

    private readonly ModuleSession _session = new();

    public static TheoryData<string> Types => [.. s_samples.Keys];

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_type_that_a_cmdlet_writes_has_a_table_and_a_list()
    {
        IEnumerable<string> written = Assembly
            .LoadFrom(Path.Combine(AppContext.BaseDirectory, "Telemetry", "Telemetry.PowerShell.dll"))
            .GetExportedTypes()
            .SelectMany(type => type.GetCustomAttributes<OutputTypeAttribute>())
            .SelectMany(attribute => attribute.Type)
            .Select(type => type.Name)
            .Where(name => !s_plain.Contains(name))
            .Distinct();

        Assert.Empty(written.Except(s_samples.Keys));
        Assert.All(written, type => Assert.NotNull(ViewFile.Table(type)));
        Assert.All(written.Except(s_withoutList), type => Assert.NotNull(ViewFile.List(type)));
        Assert.Equal(s_samples.Keys.Append(Measure).Order(), ViewFile.Views.Select(view => view.Type).Distinct().Order());
    }

    [Fact]
    public void Table_comes_before_the_list_and_so_is_what_shows() =>
        Assert.All(ViewFile.Views.GroupBy(view => view.Type), views => Assert.True(views.First().IsTable));

    // A width too little, and PowerShell drops the last column without a word. Without one in the first column, it goes by
    // the content of the first objects instead of the widths.
    [Theory]
    [MemberData(nameof(Types))]
    public void Table_has_room_for_all_its_columns_on_a_narrow_screen(string type)
    {
        ViewFile.View table = ViewFile.Table(type);

        Assert.Equal(table.Headers.Count, table.Items.Count);
        Assert.NotNull(table.Headers[0].Width);
        Assert.All(table.Headers, header => Assert.InRange(header.Label.Length, 1, header.Width ?? int.MaxValue));
        int width = table.Headers.Sum(header => header.Width ?? Math.Max(NarrowestColumn, header.Label.Length))
            + table.Headers.Count - 1;
        Assert.InRange(width, 1, NarrowScreen - 1);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Views_name_properties_that_there_are(string type)
    {
        object sample = SampleOf(type);

        Assert.Equal(type, sample.GetType().FullName);
        foreach (string property in ViewFile.Views.Where(view => view.Type == type).SelectMany(view => view.Properties))
        {
            Assert.True(sample.GetType().GetProperty(property) is not null, $"{type} has no property {property}.");
        }
    }

    // $PSStyle is of PowerShell 7, and a variable that there is not is an error to strict scripts.
    [Theory]
    [MemberData(nameof(Types))]
    public void Scripts_of_views_run_where_scripts_are_strict_and_there_are_no_colours(string type)
    {
        object sample = SampleOf(type);
        foreach (string script in ViewFile.Views.Where(view => view.Type == type).SelectMany(view => view.Scripts))
        {
            _session.Run(
                "param($sample, $script) Set-StrictMode -Version Latest; $sample | ForEach-Object ([scriptblock]::Create($script))",
                sample,
                script.Replace("'Core'", "'Desktop'", StringComparison.Ordinal)
                    .Replace("$PSEdition", "'Core'", StringComparison.Ordinal)
                    .Replace("$PSStyle", "$noSuchVariable", StringComparison.Ordinal)).Clean();
        }
    }

    [Theory]
    [InlineData("Telemetry.Commands.ScriptHandlerInfo", "State", "! Failing")]
    [InlineData("Telemetry.FailureSummary", "Event", "view.done")]
    [InlineData("Telemetry.Commands.ScriptRecord", "Measurements", "took=1.5min")]
    [InlineData("Telemetry.Commands.ScriptRecord", "Metadata", "host=web1")]
    [InlineData("Telemetry.Commands.ScriptSpan", "Parent", "view.span")]
    [InlineData("Telemetry.Commands.ScriptMetricInfo", "Problems", "TooManySeries 1")]
    [InlineData("Telemetry.Commands.ScriptReporterInfo", "State", "Stopped")]
    public void Scripts_of_tables_give_the_text_of_their_column(string type, string column, string expected) =>
        Assert.Equal(expected, Text(ViewFile.Table(type), column));

    [Theory]
    [InlineData("Telemetry.Commands.ScriptHandlerInfo", "State", "! Failing")]
    [InlineData("Telemetry.Commands.DetachedHandler", "EventName", "view.done")]
    [InlineData("Telemetry.Commands.ScriptRecord", "Measurements", "took=1.5min")]
    public void Scripts_of_lists_give_the_text_of_their_line(string type, string line, string expected) =>
        Assert.Equal(expected, Text(ViewFile.List(type), line));

    [Fact]
    public void Handler_in_code_is_shown_by_its_method_and_without_what_is_not_counted()
    {
        using HandlerRegistration registration = TelemetryDispatcher.Default.Attach("code", "view.code", OnEvent);

        ScriptResult result = _session.Run("$h = Get-TelemetryHandler code; $h.MethodText; $h.StateText; $null -eq $h.MeanTimeText");

        Assert.Equal([$"{typeof(ViewTests)}.{nameof(OnEvent)}", "Registered", true], result.Clean().Output);
    }

    [Fact]
    public void Handler_that_was_not_called_shows_no_times() => Assert.Equal(
        true,
        _session.Run("Register-TelemetryHandler h view.never { }; $null -eq (Get-TelemetryHandler h).MeanTimeText").Clean().Single);

    private static void OnEvent(in EventData data, object? config)
    {
    }

    private string? Text(ViewFile.View view, string label) => _session.Run(
        "param($sample, $script) $sample | ForEach-Object ([scriptblock]::Create($script))", SampleOf(view.Type), view.ScriptOf(label))
        .Clean().Single?.ToString();

    private object SampleOf(string type) =>
        Assert.Single(_session.Run($"{Samples}; {s_samples[type]}").Output)!;
}
