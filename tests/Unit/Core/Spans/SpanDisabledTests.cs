using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Spans that nobody listens to when they start.</summary>
public sealed class SpanDisabledTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;

    public SpanDisabledTests() => _source = _dispatcher.GetSpanSource("web.request");

    [Fact]
    public void Spans_that_nobody_listens_to_are_one_object_that_has_nothing_but_its_name()
    {
        TelemetrySpan span = _source.Start([new("route", "/users")]);

        Assert.Same(span, _source.Start());
        Assert.NotSame(span, _dispatcher.GetSpanSource("web.response").Start());
        Assert.Equal("web.request", span.Name.ToString());
        Assert.Equal("web.request", span.ToString());
        Assert.False(span.IsEnabled);
        Assert.Null(span.Parent);
        Assert.Equal(MetadataValueKind.Null, span.Context.Kind);
    }

    [Fact]
    public void None_of_its_members_does_anything()
    {
        TelemetrySpan span = _source.Start();
        Recorder recorder = _dispatcher.RecordSpans("web.request");

        using (span.MakeCurrent())
        {
            Assert.Null(_dispatcher.GetCurrentSpan());
        }

        span.SetMetadata("status", 200);
        span.SetMeasurement("items", 3);
        span.IncludesStartMetadata = true;
        Assert.False(span.Stop([new("items", 3)], [new("status", 200)]));
        Assert.False(span.Fail(new FormatException()));
        span.Dispose();

        Assert.False(span.IsEnded);
        Assert.False(span.IncludesStartMetadata);
        Assert.Equal(0, recorder.Count);
    }

    [Fact]
    public void It_still_refuses_what_is_never_right()
    {
        TelemetrySpan span = _source.Start();

        Assert.Throws<ArgumentNullException>("key", () => span.SetMetadata(null!, 200));
        Assert.Throws<ArgumentNullException>("key", () => span.SetMeasurement(null!, 3));
        Assert.Throws<ArgumentNullException>("reason", () => span.Fail(null!));
    }

    [Fact]
    public void Functions_are_given_it_and_the_next_span_is_enabled_once_someone_listens()
    {
        TelemetrySpan? given = null;
        Recorder? recorder = null;

        _source.Run(span =>
        {
            given = span;
            recorder = _dispatcher.RecordSpans("web.request");
        });
        _source.Run(span => Assert.NotSame(given, span));

        Assert.False(given!.IsEnabled);
        Assert.Equal(["web.request.start", "web.request.stop"], recorder!.Names);
    }

    [Fact]
    public void It_is_no_parent()
    {
        TelemetrySpan unheard = _dispatcher.GetSpanSource("unheard").Start();
        Recorder recorder = _dispatcher.RecordSpans("web.request");

        TelemetrySpan span = _source.Start(parent: unheard);

        Assert.Null(span.Parent);
        Assert.False(recorder.Single().Metadata.ContainsKey("telemetry_span_parent"));
    }

    [Fact]
    public void Spans_inside_it_have_the_nearest_parent_that_was_listened_to()
    {
        _dispatcher.RecordSpans("web.request");
        TelemetrySpanSource unheard = _dispatcher.GetSpanSource("unheard");

        _source.Run(outer => unheard.Run(_ => _source.Run(inner => Assert.Same(outer, inner.Parent))));
    }
}
