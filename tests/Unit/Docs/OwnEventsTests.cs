using System.Text.RegularExpressions;
using Telemetry.Alerts;
using Telemetry.Metrics;
using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Docs;

/// <summary>The page about the library's own events, against what is emitted.</summary>
public sealed partial class OwnEventsTests
{
    private static readonly DocumentedPage s_page = DocumentedPage.Open("docs/own-events.md");

    // A type of each assembly that emits.
    private static readonly Type[] s_emitters =
    [
        typeof(TelemetryDispatcher), typeof(MetricRegistry), typeof(Telemetry.Reporters.Reporter), typeof(Telemetry.Logging.TelemetryLog),
        typeof(Poller),
    ];

    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void Failure_event_carries_what_its_tables_say()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "telemetry.*");
        _dispatcher.Attach(
            "failing", "job.done", static (in EventData data, object? config) => throw new InvalidOperationException(), "config");

        _dispatcher.Execute("job.done", [new("ms", 12)], [new("id", 7)]);

        EventRecord failure = Assert.Single(recorder.Records);
        Assert.Equal("telemetry.handler.failure", failure.EventName.ToString());
        AssertHasKeysOfTables(failure);
        recorder.AssertDeclared();
    }

    [Fact]
    public void Mismatch_event_carries_what_its_tables_say()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "telemetry.*");

        new PayloadMismatches(_dispatcher, "typed").Report(new EventData(EventName.Parse("job.done"), default), "ms");

        EventRecord mismatch = Assert.Single(recorder.Records);
        Assert.Equal("telemetry.handler.mismatch", mismatch.EventName.ToString());
        AssertHasKeysOfTables(mismatch);
        recorder.AssertDeclared();
    }

    [Fact]
    public void Event_of_a_metrics_problem_carries_what_its_tables_say()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "telemetry.*");
        using var registry = new MetricRegistry(_dispatcher);
        registry.Add(new("job.done.bytes", MetricType.Sum));

        _dispatcher.Execute("job.done", [new("ms", 12)]);

        EventRecord problem = Assert.Single(recorder.Records);
        Assert.Equal("telemetry.metric.problem", problem.EventName.ToString());
        AssertHasKeysOfTables(problem);
        recorder.AssertDeclared();
    }

    [Fact]
    public void Metric_of_problems_has_the_tags_that_the_page_names()
    {
        using var registry = new MetricRegistry(_dispatcher);
        registry.Add(new("job.done.bytes", MetricType.Sum));

        _dispatcher.Execute("job.done", [new("ms", 12)]);

        MetricReading problems = registry.Collect().Metrics.Single(metric => metric.Definition.Name != "job.done.bytes");
        Assert.Equal(MetricType.Counter, problems.Definition.Type);
        Assert.All(
            problems.Definition.Tags,
            tag => Assert.Contains($"`{tag.Name}`", s_page.Section(problems.Definition.Name).Prose, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_of_a_report_carry_the_keys_that_the_table_names()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "telemetry.*");
        using var registry = new MetricRegistry(_dispatcher);
        var reporter = new MemoryReporter(new() { Registry = registry }) { Spans = 1 };
        reporter.Start();
        reporter.Next();
        reporter.OnReport = static _ => throw new InvalidOperationException();
        await reporter.StopAsync(Threads.Patience);

        recorder.AssertDeclared();
        Assert.Equal(["exception", "start", "stop"], recorder.Records.Select(record => Last($"{record.EventName}")).Distinct().Order());
        string[] measured = [.. recorder.Records.SelectMany(record => record.Measurements.Keys).Distinct()];
        Assert.All(
            s_page.Section("telemetry.reporter.report").Rows("key", "part", "type", "unit", "meaning"),
            row => Assert.True(row[1].StartsWith("metadata", StringComparison.Ordinal) || measured.Contains(row[0]), row[0]));
    }

    [Fact]
    public async Task Events_of_a_poll_are_as_declared()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "telemetry.*");
        using var poller = new Poller(_dispatcher);
        using Poll fine = poller.Add("fine", _ => { });
        using Poll failing = poller.Add(
            "failing", new Action<PollContext>(static _ => throw new InvalidOperationException()));
        await recorder.WaitForAsync(
            "telemetry.poller.poll.stop", timeout: Threads.Patience, cancellation: TestContext.Current.CancellationToken);
        await recorder.WaitForAsync(
            "telemetry.poller.poll.exception", timeout: Threads.Patience, cancellation: TestContext.Current.CancellationToken);

        recorder.AssertDeclared();
    }

    [Fact]
    public void Tables_are_written_from_the_declarations()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "own-events.md"));
        EventDeclaration[] declarations =
        [
            .. s_emitters.SelectMany(type => EventDeclarations.FromAssembly(type.Assembly)),
        ];

        Assert.True(
            EventDeclarationPage.Update(page, declarations) == page,
            "The page is out of date. Import Telemetry, use a log, a metric, a reporter and a poll, and run: "
            + "Export-TelemetryEventDeclaration docs/own-events.md");
        Assert.All(
            declarations,
            declared => Assert.Contains($"<!-- declared: {declared.Span ?? declared.Name} -->", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Events_of_an_alert_carry_the_keys_that_the_tables_name()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "telemetry.*");
        using var registry = new AlertRegistry(_dispatcher);
        Alert alert = registry.Add(
            new("a") { Events = [EventPattern.Parse("b")], ClearOn = [EventPattern.Parse("c")] }, (_, _) => Task.CompletedTask);

        _dispatcher.Execute("b");
        _dispatcher.Execute("c");
        Assert.True(alert.WaitForDelivery(Threads.Patience));

        string[] ofRaise = KeysOf("telemetry.alert.raise");
        Assert.Equal(ofRaise.Except(["value", "the tags"]), EmittedBy("telemetry.alert.raise"));
        Assert.Equal(
            ofRaise.Except(["value", "the tags"]).Concat(KeysOf("telemetry.alert.clear")).Order(StringComparer.Ordinal),
            EmittedBy("telemetry.alert.clear"));
        string[] ofSpans = [.. s_page.Rows("key", "in", "meaning").Select(row => row[0])];
        Assert.Equal(
            KeysOf("telemetry.alert.action").Concat(["alert", "message"]).Order(StringComparer.Ordinal),
            EmittedBy("telemetry.alert.action.stop").Except(ofSpans));

        string[] KeysOf(string name) =>
            [.. s_page.Section(name).Rows("key", "part", "type", "meaning").Select(row => row[0]).Order(StringComparer.Ordinal)];
        IEnumerable<string> EmittedBy(string name)
        {
            EventRecord record = recorder.Records.First(one => one.EventName.ToString() == name);
            return record.Measurements.Keys.Concat(record.Metadata.Keys).Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Events_of_a_span_carry_the_keys_that_the_table_names()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "job.*");
        TelemetrySpanSource source = _dispatcher.GetSpanSource("job");
        source.Run(_ => source.Run(_ => 0));
        Assert.Throws<InvalidOperationException>(() => source.Run(_ => source.Run(_ => throw new InvalidOperationException())));

        IEnumerable<string> emitted = recorder.Records
            .SelectMany(record => record.Measurements.Keys.Select(key => $"{key} in measurements of {Last(record.EventName.ToString())}")
                .Concat(record.Metadata.Keys.Select(key => $"{key} in metadata of {Last(record.EventName.ToString())}")))
            .Distinct();

        IEnumerable<string> told = s_page.Rows("key", "in", "meaning").SelectMany(
            row => EventOfSpan().Matches(row[1]).Select(phase => $"{row[0]} in {row[1].Split(' ')[0]} of {phase.Value}"));
        Assert.Equal(told.Order(StringComparer.Ordinal), emitted.Order(StringComparer.Ordinal));
    }

    // Each name of an event or a metric in the source that begins with the library's word has its heading here, and the other way round.
    [Fact]
    public void Page_names_every_event_and_metric_whose_name_the_source_holds()
    {
        string[] inSource =
        [
            .. Directory.GetFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .SelectMany(file => OwnName().Matches(File.ReadAllText(file)).Select(name => name.Groups["name"].Value))
                .Distinct(),
        ];

        Assert.Contains("telemetry.handler.failure", inSource);
        Assert.Equal(
            inSource.Select(name => name.Replace(".", string.Empty, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            s_page.Anchors.Where(anchor => anchor.StartsWith("telemetry", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static void AssertHasKeysOfTables(EventRecord record)
    {
        DocumentedPage section = s_page.Section(record.EventName.ToString());
        Assert.Equal(Keys(section, "measurement"), record.Measurements.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Keys(section, "metadata"), record.Metadata.Keys.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Keys(DocumentedPage section, string kind) =>
        section.Rows(kind, "type", "meaning").Select(row => row[0]).Order(StringComparer.Ordinal);

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];

    [GeneratedRegex("start|stop|exception")]
    private static partial Regex EventOfSpan();

    [GeneratedRegex("\"(?<name>telemetry\\.[a-z.]+)\"")]
    private static partial Regex OwnName();
}
