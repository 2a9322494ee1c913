using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>The activities of spans that several publications publish.</summary>
public sealed class SharedActivityTests : IDisposable
{
    private readonly string _prefix = $"t{Guid.NewGuid():N}";
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly ActivityRecorder _recorder;
    private readonly ActivityPublication _first;
    private readonly ActivityPublication _second;

    public SharedActivityTests()
    {
        Activity.Current = null;
        _recorder = new ActivityRecorder(_prefix);
        _first = _dispatcher.PublishActivities();
        _second = _dispatcher.PublishActivities($"{_prefix}.web.*");
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _recorder.Dispose();
        Activity.Current = null;
    }

    [Fact]
    public void O4_span_has_one_activity_however_many_publications_publish_it()
    {
        TelemetrySpan outer = Source("web.outer").Start();
        TelemetrySpan inner = Source("web.inner").Start(parent: outer);
        Assert.Equal((2, 0), (_first.Open, _second.Open));
        inner.Stop();
        outer.Fail(new InvalidOperationException("bad"));

        Assert.Equal([$"{_prefix}.web.inner", $"{_prefix}.web.outer"], _recorder.Stopped.Select(activity => activity.OperationName));
        Assert.Equal(_recorder.Stopped[1].SpanId, _recorder.Stopped[0].ParentSpanId);
        Assert.Single(_recorder.Stopped[1].Events);
        Assert.Null(Activity.Current);
        Assert.Equal((0, 0), (_first.Open, _second.Open));
        Assert.Equal((0L, 0L), (_first.Dropped, _second.Dropped));
    }

    [Fact]
    public void O4_end_that_one_publication_alone_receives_ends_the_activity()
    {
        object context = new();
        using ActivityPublication third = _dispatcher.PublishActivities($"{_prefix}.other");
        Start("web.request", context);
        _dispatcher.Execute($"{_prefix}.other.stop", [], [new("telemetry_span_context", MetadataValue.From(context))]);

        Assert.Equal($"{_prefix}.web.request", Assert.Single(_recorder.Stopped).OperationName);
        Assert.Equal(0, _first.Open);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void O4_second_span_with_the_same_context_drops_the_first_once()
    {
        Start("web.first", "mine");
        Start("web.second", "mine");
        Stop("web.second", "mine");
        Stop("web.first", "mine");

        Assert.Equal((1L, 0L), (_first.Dropped, _second.Dropped));
        Assert.Equal([false, true], _recorder.Stopped.Select(activity => activity.Recorded));
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void O4_end_of_a_publication_drops_only_activities_that_no_other_one_publishes()
    {
        TelemetrySpan shared = Source("web.request").Start();
        TelemetrySpan own = Source("job").Start();
        _first.Dispose();

        Activity dropped = Assert.Single(_recorder.Stopped);
        Assert.Equal(($"{_prefix}.job", false), (dropped.OperationName, dropped.Recorded));
        Assert.Equal((0, 1L, 1, 0L), (_first.Open, _first.Dropped, _second.Open, _second.Dropped));

        own.Stop();
        shared.Stop();
        Activity kept = _recorder.Stopped[1];
        Assert.Equal(($"{_prefix}.web.request", true), (kept.OperationName, kept.Recorded));
        Assert.Equal((0, 0L), (_second.Open, _second.Dropped));
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void O4_publication_that_was_handed_an_activity_drops_it_when_its_context_starts_again()
    {
        Start("web.first", "mine");
        _first.Dispose();
        Start("web.second", "mine");
        Stop("web.second", "mine");

        Assert.Equal(1, _second.Dropped);
        Assert.Equal([false, true], _recorder.Stopped.Select(activity => activity.Recorded));
    }

    [Fact]
    public void O4_publication_that_ends_while_a_span_starts_leaves_one_activity()
    {
        // Called between the two publications, as their handlers are called in the order in which they were attached.
        using var dispatcher = new TwoWithAHandlerBetween(_prefix);
        dispatcher.Source.Run(_ => { });

        Activity activity = Assert.Single(_recorder.Stopped);
        Assert.True(activity.Recorded);
        Assert.Equal((0L, 0L), (dispatcher.First.Dropped, dispatcher.Second.Dropped));
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void O4_start_that_listeners_decline_is_not_offered_again_by_the_other_publication()
    {
        _recorder.Dispose();
        int asked = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Telemetry",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Name.StartsWith(_prefix, StringComparison.Ordinal) && ++asked % 2 == 0
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);
        TelemetrySpan declined = Source("web.request").Start();
        Assert.Equal((1, 0), (asked, _first.Open + _second.Open));
        declined.Stop();

        TelemetrySpan sampled = Source("web.request").Start();
        Assert.Equal((2, 1), (asked, _first.Open + _second.Open));
        sampled.Stop();
        Assert.Equal(0, _first.Open + _second.Open);
    }

    [Fact]
    public void O4_publications_of_other_dispatchers_have_activities_of_their_own()
    {
        var other = new TelemetryDispatcher();
        using ActivityPublication publication = other.PublishActivities();
        Start("web.request", "mine");
        other.Execute($"{_prefix}.web.request.start", [], [new("telemetry_span_context", "mine")]);
        Assert.Equal((1, 1), (_first.Open, publication.Open));

        Stop("web.request", "mine");
        Assert.Equal((0, 1), (_first.Open, publication.Open));
        _first.Dispose();
        Assert.Equal(1, publication.Open);
    }

    [Fact]
    public void O4_publication_after_others_starts_with_no_count()
    {
        Start("web.request", "mine");
        _second.Dispose();
        _first.Dispose();
        Assert.Equal(1, _first.Dropped);

        using ActivityPublication next = _dispatcher.PublishActivities();
        Assert.Equal((0, 0L), (next.Open, next.Dropped));
        Source("job").Run(_ => { });
        Assert.Equal($"{_prefix}.job", _recorder.Stopped[^1].OperationName);
    }

    private void Start(string name, object context) => _dispatcher.Execute(
        $"{_prefix}.{name}.start", [], [new("telemetry_span_context", MetadataValue.From(context))]);

    private void Stop(string name, object context) => _dispatcher.Execute(
        $"{_prefix}.{name}.stop", [], [new("telemetry_span_context", MetadataValue.From(context))]);

    private TelemetrySpanSource Source(string name) => _dispatcher.GetSpanSource($"{_prefix}.{name}");

    private sealed class TwoWithAHandlerBetween : IDisposable
    {
        internal TwoWithAHandlerBetween(string prefix)
        {
            var dispatcher = new TelemetryDispatcher();
            First = dispatcher.PublishActivities();
            dispatcher.Attach("between", $"{prefix}.job.start", (in _, _) => First.Dispose());
            Second = dispatcher.PublishActivities();
            Source = dispatcher.GetSpanSource($"{prefix}.job");
        }

        internal ActivityPublication First { get; }

        internal ActivityPublication Second { get; }

        internal TelemetrySpanSource Source { get; }

        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
        }
    }
}
