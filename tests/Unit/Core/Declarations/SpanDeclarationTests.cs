namespace Telemetry.Tests.Core;

/// <summary>The declarations of the events of a span.</summary>
public sealed class SpanDeclarationTests
{
    private static readonly IReadOnlyList<EventDeclaration> s_declared = EventDeclaration.ForSpan(
        "web.request",
        "A request is handled.",
        [new("route", DeclaredType.Text)],
        [new("bytes", DeclaredType.Integer)],
        [new("status", DeclaredType.Integer)],
        "Web");

    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void Events_have_the_names_and_the_texts_of_the_span()
    {
        Assert.Equal(["web.request.start", "web.request.stop", "web.request.exception"], s_declared.Select(event_ => $"{event_}"));
        Assert.Equal("The span ends. A request is handled.", s_declared[1].Description);
        Assert.All(s_declared, declared => Assert.Equal(("web.request", "Web"), ($"{declared.Span}", declared.Source)));
        Assert.Equal("The span fails.", EventDeclaration.ForSpan("a")[2].Description);
    }

    [Fact]
    public void Keys_of_the_span_are_marked() => Assert.Equal(
        ["route", "kind*", "reason*", "stacktrace*", "telemetry_span_context*", "telemetry_span_parent*"],
        s_declared[2].Metadata.Where(field => field.Key != "status").Select(field => $"{field.Key}{(field.IsOfSpan ? "*" : "")}"));

    [Fact]
    public void Events_that_a_span_emits_are_as_declared()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        TelemetrySpanSource source = _dispatcher.GetSpanSource("web.request");

        using TelemetrySpan outer = source.Start([new("route", "/a")]);
        TelemetrySpan inner = source.Start([new("route", "/b")], outer);
        inner.IncludesStartMetadata = true;
        inner.Stop([new("bytes", 1L)], [new("status", 200)]);
        outer.SetMetadata("status", 500);
        outer.Fail(new InvalidOperationException());

        Assert.Equal(4, recorder.Count);
        Assert.All(recorder.Records, record => Assert.Empty(ProblemsOf(record)));
    }

    [Fact]
    public void Span_that_ends_without_what_is_declared_has_a_problem()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "web.request.stop");

        _dispatcher.GetSpanSource("web.request").Start([new("route", "/a")]).Stop([new("bytes", 1)]);

        DeclarationProblem problem = Assert.Single(ProblemsOf(recorder.Records[0]));
        Assert.Equal((DeclarationProblemKind.MissingMetadata, "status"), (problem.Kind, problem.Key));
    }

    [Fact]
    public void Reserved_keys_are_refused() => Assert.Contains(
        "'DURATION' of span 'a' is reserved",
        Assert.Throws<ArgumentException>(
            "stopMeasurements",
            () => EventDeclaration.ForSpan("a", stopMeasurements: [new("DURATION", DeclaredType.Duration)])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Start_metadata_may_have_an_identity_of_its_own()
    {
        IReadOnlyList<EventDeclaration> declared = EventDeclaration.ForSpan(
            "a", startMetadata: [new("telemetry_span_context", DeclaredType.Text), new("kind", DeclaredType.Text)]);

        Assert.Equal(DeclaredType.Text, declared[0].Metadata[0].Type);
        Assert.Single(declared[2].Metadata, field => field.Key == "kind" && field.IsOfSpan);
    }

    private static IReadOnlyList<DeclarationProblem> ProblemsOf(EventRecord record) => s_declared
        .Single(declared => declared.Name == record.EventName)
        .Check(new EventData(
            record.EventName,
            ((EventFields<MeasurementValue>)record.Measurements).AsSpan(),
            ((EventFields<MetadataValue>)record.Metadata).AsSpan()));
}
