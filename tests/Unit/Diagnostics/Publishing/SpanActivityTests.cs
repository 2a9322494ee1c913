using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Spans as activities.</summary>
public sealed class SpanActivityTests : IDisposable
{
    private readonly string _prefix = $"t{Guid.NewGuid():N}";
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly ActivityRecorder _recorder;
    private readonly ActivityPublication _publication;

    public SpanActivityTests()
    {
        Activity.Current = null;
        _recorder = new ActivityRecorder(_prefix);
        _publication = _dispatcher.PublishActivities();
    }

    public void Dispose()
    {
        _publication.Dispose();
        _recorder.Dispose();
        Activity.Current = null;
    }

    [Fact]
    public void O4_span_becomes_an_activity_with_its_metadata_and_measurements_as_tags()
    {
        TelemetrySpan span = Source("web.request").Start([new("route", "/users"), new("cached", true)]);
        Activity activity = Activity.Current!;
        Assert.Equal($"{_prefix}.web.request", activity.OperationName);
        Assert.Equal("Telemetry", activity.Source.Name);
        Assert.Equal("route=/users cached=True", ActivityRecorder.TagsOf(activity));

        span.Stop([new("size", 12), new("waited", TimeSpan.FromMilliseconds(1500))], [new("status", 200), new("route", "/users/1")]);

        Assert.Same(activity, Assert.Single(_recorder.Stopped));
        Assert.Equal("route=/users/1 cached=True status=200 size=12 waited=1.5", ActivityRecorder.TagsOf(activity));
        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
        Assert.Null(Activity.Current);
        Assert.Equal((0, 0L), (_publication.Open, _publication.Dropped));
    }

    [Fact]
    public void O4_duration_is_that_of_the_span()
    {
        TimeSpan duration = default;
        _dispatcher.Attach("duration", $"{_prefix}.job.stop", (in EventData data, object? _) =>
        {
            data.TryGetMeasurement("duration", out MeasurementValue value);
            value.TryGetTimeSpan(out duration);
        });
        Source("job").Run(_ => { });

        Assert.Equal(duration, Assert.Single(_recorder.Stopped).Duration);
    }

    [Fact]
    public void O4_failed_span_has_an_error_status_and_an_exception_event()
    {
        Assert.Throws<InvalidOperationException>(() => Source("job").Run(
            span =>
            {
                span.SetMetadata("step", "second");
                throw new InvalidOperationException("out of stock");
            },
            [new("id", 7)]));

        Activity activity = Assert.Single(_recorder.Stopped);
        Assert.Equal((ActivityStatusCode.Error, "out of stock"), (activity.Status, activity.StatusDescription));
        Assert.Equal("id=7 step=second", ActivityRecorder.TagsOf(activity));
        ActivityEvent failure = Assert.Single(activity.Events);
        Assert.Equal("exception", failure.Name);
        Dictionary<string, object?> tags = failure.Tags.ToDictionary(tag => tag.Key, tag => tag.Value);
        Assert.Equal("System.InvalidOperationException", tags["exception.type"]);
        Assert.Equal("out of stock", tags["exception.message"]);
        Assert.Contains(nameof(SpanActivityTests), (string)tags["exception.stacktrace"]!, StringComparison.Ordinal);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void O4_hostile_values_are_tags_too()
    {
        Source("job").Run(
            _ => { },
            [new("bad", MetadataValue.From(new Hostile())), new("day", MetadataValue.From(DayOfWeek.Friday)), new("none", (string?)null)]);
        Source("job").Start().Fail(new HostileException());

        Assert.Equal($"bad={typeof(Hostile).FullName} day=Friday", ActivityRecorder.TagsOf(_recorder.Stopped[0]));
        Assert.Equal(typeof(HostileException).FullName, _recorder.Stopped[1].StatusDescription);
    }

    [Fact]
    public void O4_parent_is_the_activity_of_the_parent_span_else_the_current_one()
    {
        using var own = new ActivitySource("own");
        Activity outside = new Activity("outside").Start();
        TelemetrySpan first = Source("first").Start();
        TelemetrySpan second = Source("second").Start(parent: first);
        Activity secondActivity = Activity.Current!;
        TelemetrySpan third = Source("third").Start(parent: first);
        Activity thirdActivity = Activity.Current!;

        Assert.Equal($"{_prefix}.first", thirdActivity.Parent!.OperationName);
        Assert.Same(thirdActivity.Parent, secondActivity.Parent);
        Assert.Same(outside, secondActivity.Parent!.Parent);

        third.Stop();
        Assert.Same(secondActivity, Activity.Current);
        second.Stop();
        first.Stop();
        Assert.Same(outside, Activity.Current);
        outside.Stop();
    }

    [Fact]
    public void O4_activity_of_others_inside_a_span_is_its_child()
    {
        Activity? child = null;
        Source("job").Run(_ =>
        {
            child = new Activity("child").Start();
            child.Stop();
        });

        Assert.Equal(_recorder.Stopped[0].SpanId, child!.ParentSpanId);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void O4_spans_that_are_stopped_out_of_order_leave_no_stopped_activity_current()
    {
        Activity outside = new Activity("outside").Start();
        TelemetrySpan first = Source("first").Start();
        TelemetrySpan second = Source("second").Start();
        TelemetrySpan third = Source("third").Start();
        Activity thirdActivity = Activity.Current!;

        first.Stop();
        Assert.Same(thirdActivity, Activity.Current);
        second.Stop();
        Assert.Same(thirdActivity, Activity.Current);
        third.Stop();
        Assert.Same(outside, Activity.Current);

        TelemetrySpan inner = Source("inner").Start();
        outside.Stop();
        Activity.Current = _recorder.Started.Single(activity => activity.OperationName == $"{_prefix}.inner");
        inner.Stop();
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void O4_stopped_current_activity_is_nobodys_parent()
    {
        TelemetrySpan span = Source("first").Start();
        Threads.Run(1, _ => span.Stop());

        // Of the flow that started the span, which the other thread could not reach.
        Assert.True(Activity.Current!.IsStopped);

        TelemetrySpan next = Source("next").Start();
        Activity activity = Activity.Current!;
        Assert.Null(activity.Parent);
        next.Stop();
        Assert.Null(Activity.Current);
    }

    [Fact]
    public async Task O4_stop_on_another_thread_leaves_its_current_activity()
    {
        TelemetrySpan span = Source("job").Start();
        Activity.Current = null;
        await Task.Run(
            () =>
            {
                Activity own = new Activity("own").Start();
                span.Stop();
                Assert.Same(own, Activity.Current);
                own.Stop();
            },
            TestContext.Current.CancellationToken);

        Assert.Single(_recorder.Stopped);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public async Task O4_asynchronous_and_parallel_spans_have_their_own_current_activity()
    {
        await Source("all").RunAsync(async _ =>
        {
            Activity all = Activity.Current!;
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Source($"part{i}").RunAsync(async _ =>
            {
                Activity mine = Activity.Current!;
                Assert.Equal($"{_prefix}.part{i}", mine.OperationName);
                await Task.Yield();
                await Task.Delay(i % 3, TestContext.Current.CancellationToken);
                Assert.Same(mine, Activity.Current);
            })));
            Assert.Same(all, Activity.Current);
        });

        Assert.Null(Activity.Current);
        Assert.Equal(21, _recorder.Stopped.Length);
        ActivitySpanId parent = _recorder.Stopped[^1].SpanId;
        Assert.All(_recorder.Stopped[..^1], activity => Assert.Equal(parent, activity.ParentSpanId));
    }

    [Fact]
    public void O4_function_that_changes_ambient_values_leaves_the_outer_activity_current()
    {
        var ambient = new AsyncLocal<int>();
        Activity outside = new Activity("outside").Start();
        Source("job").Run(_ => ambient.Value = 7);

        Assert.Equal(7, ambient.Value);
        Assert.Same(outside, Activity.Current);
        outside.Stop();
    }

    [Fact]
    public void O4_without_listener_or_sample_there_is_no_activity()
    {
        _recorder.Dispose();
        TelemetrySpan span = Source("job").Start();
        Assert.Null(Activity.Current);
        span.Stop();

        using var none = new ActivityRecorder(_prefix, ActivitySamplingResult.None);
        Activity outside = new Activity("outside").Start();
        TelemetrySpan other = Source("job").Start();
        Assert.Same(outside, Activity.Current);
        other.Stop();
        Assert.Same(outside, Activity.Current);
        outside.Stop();
        Assert.Equal(0, _publication.Open);
    }

    [Fact]
    public void O4_oldest_of_too_many_open_activities_is_dropped_and_counted()
    {
        TelemetrySpan oldest = Source("oldest").Start();
        Activity activity = Activity.Current!;
        TelemetrySpanSource source = Source("many");
        TelemetrySpan[] spans = [.. Enumerable.Range(0, ActivityPublication.MaxOpen).Select(_ =>
        {
            Activity.Current = null;
            return source.Start();
        })];

        Assert.Equal((ActivityPublication.MaxOpen, 1L), (_publication.Open, _publication.Dropped));
        Assert.True(activity.IsStopped);
        Assert.False(activity.Recorded);

        oldest.Stop();
        Array.ForEach(spans, span => span.Stop());
        Assert.Equal((0, 1L), (_publication.Open, _publication.Dropped));
        Assert.Equal(ActivityPublication.MaxOpen, _recorder.Stopped.Count(stopped => stopped.Recorded));
    }

    [Fact]
    public void O4_second_span_with_the_same_context_drops_the_first()
    {
        TelemetrySpan first = Source("first").Start([new("telemetry_span_context", "mine")]);
        TelemetrySpan second = Source("second").Start([new("telemetry_span_context", "mine")]);
        second.Stop();
        first.Stop();

        Assert.Equal(1, _publication.Dropped);
        Assert.Equal([false, true], _recorder.Stopped.Select(activity => activity.Recorded));
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void O4_open_activities_are_dropped_with_the_publication()
    {
        TelemetrySpan span = Source("job").Start();
        _publication.Dispose();
        Assert.Null(Activity.Current);
        Assert.Equal((0, 1L), (_publication.Open, _publication.Dropped));
        span.Stop();
        Assert.False(Assert.Single(_recorder.Stopped).Recorded);
    }

    [Fact]
    public void O4_only_the_chosen_spans_are_published()
    {
        _publication.Dispose();
        using ActivityPublication chosen = _dispatcher.PublishActivities($"{_prefix}.web.*", $"{_prefix}.job");
        Source("web.request").Run(_ => { });
        Source("job").Run(_ => { });
        Source("job.step").Run(_ => { });
        _dispatcher.Execute($"{_prefix}.web.hit.start", [new("count", 1)]);

        Assert.Equal([$"{_prefix}.web.request", $"{_prefix}.job"], _recorder.Stopped.Select(activity => activity.OperationName));
        Assert.Throws<FormatException>(() => _dispatcher.PublishActivities("web[1]"));
    }

    [Fact]
    public void O4_listener_that_starts_spans_causes_no_circle()
    {
        using var nested = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Telemetry",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.OperationName.StartsWith(_prefix, StringComparison.Ordinal))
                {
                    Source("inner").Run(_ => { });
                }
            },
        };
        ActivitySource.AddActivityListener(nested);
        Source("job").Run(_ => { });

        Assert.Equal([$"{_prefix}.job"], _recorder.Stopped.Select(activity => activity.OperationName));
    }

    [Fact]
    public void O4_listener_that_throws_harms_neither_the_emitter_nor_the_current_activity()
    {
        using var bad = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Telemetry",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => ThrowIfOurs(activity, "first"),
            ActivityStopped = activity => ThrowIfOurs(activity, "second"),
        };
        ActivitySource.AddActivityListener(bad);
        Activity outside = new Activity("outside").Start();
        Source("first").Run(_ => { });
        Assert.Same(outside, Activity.Current);
        TelemetrySpan second = Source("second").Start();
        second.Stop();

        Assert.Same(outside, Activity.Current);
        outside.Stop();
        Assert.Equal(0, _publication.Open);
    }

    private void ThrowIfOurs(Activity activity, string name)
    {
        if (activity.OperationName == $"{_prefix}.{name}")
        {
            throw new InvalidOperationException("bad listener");
        }
    }

    private TelemetrySpanSource Source(string name) => _dispatcher.GetSpanSource($"{_prefix}.{name}");

    private sealed class Hostile
    {
        public override string ToString() => throw new InvalidOperationException("hostile");
    }

    private sealed class HostileException : Exception
    {
        public override string Message => throw new InvalidOperationException("hostile");
    }
}
