using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>The keys that link the events of a span to each other and to those of its parent.</summary>
public sealed class SpanContextTests
{
    private const string Context = "telemetry_span_context";
    private const string Parent = "telemetry_span_parent";

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;
    private readonly Recorder _recorder;

    public SpanContextTests()
    {
        _source = _dispatcher.GetSpanSource("web.request");
        _recorder = _dispatcher.RecordSpans("web.request");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C32_context_is_the_same_in_all_events_of_a_span_and_unique_to_it(bool withMetadata)
    {
        for (int i = 0; i < 100; i++)
        {
            using TelemetrySpan span = withMetadata ? _source.Start([new("i", i)]) : _source.Start();
            Assert.Equal(MetadataValueKind.Int64, span.Context.Kind);
            if (i % 2 == 0)
            {
                span.Stop(metadata: withMetadata ? [new("i", i)] : []);
            }
        }

        var pairs = _recorder.Records.GroupBy(record => record.Metadata[Context]).ToList();
        Assert.Equal(100, pairs.Count);
        Assert.All(pairs, pair => Assert.Equal(2, pair.Count()));
    }

    [Fact]
    public void C32_context_of_the_events_is_that_of_the_span()
    {
        using TelemetrySpan span = _source.Start();
        span.Stop([new("items", 3)], [new("status", 200)]);

        Assert.All(_recorder.Records, record => Assert.Equal(span.Context, record.Metadata[Context]));
    }

    [Fact]
    public void C32_callers_own_context_in_the_start_metadata_is_used_in_start_and_exception()
    {
        using (TelemetrySpan span = _source.Start([new("TELEMETRY_span_context", "mine"), new("route", "/users")]))
        {
            Assert.Equal("mine", span.Context);
        }

        Assert.Equal(["web.request.start", "web.request.exception"], _recorder.Names);
        Assert.All(_recorder.Records, record => Assert.Equal("mine", record.Metadata[Context]));
        Assert.All(_recorder.Records, record => Assert.DoesNotContain(Context, record.Metadata.Keys));
    }

    [Fact]
    public void C32_callers_own_context_of_the_start_is_that_of_the_stop_unless_the_stop_has_its_own()
    {
        TelemetrySpan bare = _source.Start([new(Context, "start")]);
        bare.Stop();
        TelemetrySpan described = _source.Start([new(Context, "start")]);
        described.Stop(metadata: [new("status", 200)]);
        TelemetrySpan given = _source.Start([new(Context, "start")]);
        given.Stop(metadata: [new("Telemetry_Span_Context", "stop")]);
        TelemetrySpan set = _source.Start();
        set.SetMetadata(Context, "set");
        set.Stop();

        Assert.Equal(
            ["start", "start", "stop", "set"],
            _recorder.Records.Where(IsStop).Select(record => record.Metadata[Context]));
    }

    [Fact]
    public void C32_context_that_the_stop_has_of_its_own_is_not_that_of_the_exception_or_of_the_parts()
    {
        TelemetrySpan span = _source.Start([new(Context, "start")]);
        span.SetMetadata(Context, "set");
        using (_source.Start(parent: span))
        {
        }

        span.Fail(new FormatException());

        Assert.Equal("start", _recorder.Records[1].Metadata[Parent]);
        Assert.Equal("start", _recorder.Records[2].Metadata[Parent]);
        Assert.Equal("start", _recorder.Records[3].Metadata[Context]);
    }

    [Fact]
    public void C32_merged_stop_metadata_has_the_context_of_the_start_unless_the_stop_has_its_own()
    {
        TelemetrySpan merged = _source.Start([new(Context, "start")]);
        merged.IncludesStartMetadata = true;
        merged.Stop();
        TelemetrySpan own = _source.Start([new(Context, "start")]);
        own.IncludesStartMetadata = true;
        own.Stop(metadata: [new(Context, "stop")]);

        Assert.Equal("start", _recorder.Records[1].Metadata[Context]);
        Assert.Equal("stop", _recorder.Records[3].Metadata[Context]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C32_every_event_of_a_span_with_a_parent_carries_the_parents_context(bool withMetadata)
    {
        TelemetrySpan parent = _dispatcher.GetSpanSource("web.request").Start([new(Context, "parent")]);
        int before = _recorder.Count;

        foreach (bool stops in new[] { true, false })
        {
            using TelemetrySpan span = withMetadata ? _source.Start([new("route", "/users")], parent) : _source.Start(parent: parent);
            Assert.Same(parent, span.Parent);
            if (stops)
            {
                span.Stop(metadata: withMetadata ? [new("status", 200)] : []);
            }
        }

        EventRecord[] events = [.. _recorder.Records.Skip(before)];
        Assert.Equal(4, events.Length);
        Assert.All(events, record => Assert.Equal("parent", record.Metadata[Parent]));
        Assert.All(events, record => Assert.Equal(MetadataValueKind.Int64, record.Metadata[Context].Kind));
    }

    [Fact]
    public void C32_callers_own_parent_of_the_start_is_that_of_all_events_unless_the_stop_has_its_own()
    {
        TelemetrySpan parent = _source.Start();
        using (_source.Start([new(Parent, "mine")], parent))
        {
        }

        TelemetrySpan stopped = _source.Start([new(Parent, "mine")], parent);
        stopped.Stop();
        TelemetrySpan orphan = _source.Start([new(Parent, "mine")]);
        orphan.Stop(metadata: [new("status", 200)]);
        TelemetrySpan given = _source.Start(parent: parent);
        given.Stop(metadata: [new("Telemetry_Span_Parent", "stop")]);

        Assert.Equal(
            ["mine", "mine", "mine", "mine", "mine", "mine", parent.Context, "stop"],
            _recorder.Records.Skip(1).Select(record => record.Metadata[Parent]));
    }

    [Fact]
    public void C32_span_without_a_parent_says_nothing_of_one()
    {
        TelemetrySpan span = _source.Start([new("route", "/users")]);
        span.Stop();

        Assert.Null(span.Parent);
        Assert.All(_recorder.Records, record => Assert.False(record.Metadata.ContainsKey(Parent)));
    }

    private static bool IsStop(EventRecord record) => record.EventName.ToString().EndsWith("stop", StringComparison.Ordinal);
}
