using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>The activity of a span, as a handler of its events finds it; and the end of what is open.</summary>
public sealed class FindActivityTests : IDisposable
{
    private readonly string _prefix = $"t{Guid.NewGuid():N}";
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly ActivityRecorder _recorder;
    private readonly ActivityPublication _publication;
    private readonly List<(string Event, string? Span)> _found = [];

    public FindActivityTests()
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
    public void O5_handler_finds_the_activity_at_all_events_of_the_span()
    {
        Attach("*");
        TelemetrySpan first = Source("first").Start();
        TelemetrySpan second = Source("second").Start(parent: first);
        first.Stop();
        second.Fail(new InvalidOperationException("bad"));

        Assert.Equal(
            [("first.start", "first"), ("second.start", "second"), ("first.stop", "first"), ("second.exception", "second")], _found);
    }

    [Fact]
    public void O5_handler_finds_it_after_another_one_that_ends_spans_itself()
    {
        _dispatcher.Attach("between", $"{_prefix}.job.stop", (in _, _) => Source("step").Run(_ => Source("part").Run(_ => { })));
        Attach("*.job.*");
        Source("job").Run(_ => { });

        Assert.Equal([("job.start", "job"), ("job.stop", "job")], _found);
    }

    [Fact]
    public void O5_other_events_have_no_activity()
    {
        Attach("*");
        Source("job").Run(_ => _dispatcher.Execute($"{_prefix}.job.note", [new("count", 1)]));
        Assert.Equal(("job.note", null), _found[1]);
    }

    [Fact]
    public void O5_later_event_with_the_same_context_has_no_activity()
    {
        Source("job").Run(_ => { }, [new("telemetry_span_context", "mine")]);
        Attach("*");
        _dispatcher.Execute(
            $"{_prefix}.job.stop", [new("duration", TimeSpan.FromDays(1))], [new("telemetry_span_context", "mine")]);
        _dispatcher.Execute($"{_prefix}.job.start", [], [new("telemetry_span_context", "mine")]);
        Activity reopened = Activity.Current!;
        _publication.StopOpen("over");
        _dispatcher.Execute($"{_prefix}.job.stop", [], [new("telemetry_span_context", "mine")]);

        Assert.Equal([("job.stop", null), ("job.start", "job"), ("job.stop", null)], _found);
        Assert.Equal("over", reopened.StatusDescription);
    }

    [Fact]
    public void O5_span_that_nobody_publishes_or_samples_has_no_activity()
    {
        _publication.Dispose();
        using ActivityPublication web = _dispatcher.PublishActivities($"{_prefix}.web");
        Attach("*");
        Source("job").Run(_ => { });
        _recorder.Dispose();
        Source("web").Run(_ => { });

        Assert.Equal([("job.start", null), ("job.stop", null), ("web.start", null), ("web.stop", null)], _found);
        Assert.Null(_publication.FindActivity(default));
    }

    [Fact]
    public void O4_open_activities_are_stopped_as_failed_the_newest_first()
    {
        Activity outside = new Activity("outside").Start();
        TelemetrySpan first = Source("first").Start();
        TelemetrySpan second = Source("second").Start();
        Source("over").Run(_ => { });

        Assert.Equal(2, _publication.StopOpen("The process ended."));
        Activity[] stopped = _recorder.Stopped[1..];
        Assert.Equal([$"{_prefix}.second", $"{_prefix}.first"], stopped.Select(activity => activity.OperationName));
        Assert.All(stopped, activity => Assert.Equal(
            (ActivityStatusCode.Error, "The process ended.", true), (activity.Status, activity.StatusDescription, activity.Recorded)));
        Assert.Same(outside, Activity.Current);
        Assert.Equal((0, 0L), (_publication.Open, _publication.Dropped));

        second.Stop([new("size", 1)]);
        first.Fail(new InvalidOperationException("late"));
        Assert.Equal(3, _recorder.Stopped.Length);
        Assert.All(stopped, activity => Assert.Equal((string.Empty, 0), (ActivityRecorder.TagsOf(activity), activity.Events.Count())));
        Assert.Equal(0, _publication.StopOpen("again"));
        outside.Stop();
    }

    [Fact]
    public void O4_publication_stops_the_open_activities_of_its_spans_whichever_one_started_them()
    {
        using ActivityPublication web = _dispatcher.PublishActivities($"{_prefix}.web.*");
        TelemetrySpan job = Source("job").Start();
        TelemetrySpan request = Source("web.request").Start();

        Assert.Equal(1, web.StopOpen("over"));
        Assert.Equal($"{_prefix}.web.request", Assert.Single(_recorder.Stopped).OperationName);
        Assert.Equal(1, _publication.Open);
        request.Stop();
        job.Stop();
        Assert.Equal([null, "over"], _recorder.Stopped.Select(activity => activity.StatusDescription).Order());
    }

    private void Attach(string pattern) => _dispatcher.Attach("finder", EventPattern.Parse(pattern), (in data, _) =>
        _found.Add((NameOf(data.EventName.ToString())!, NameOf(_publication.FindActivity(in data)?.OperationName))));

    private string? NameOf(string? name) => name?.Substring(_prefix.Length + 1);

    private TelemetrySpanSource Source(string name) => _dispatcher.GetSpanSource($"{_prefix}.{name}");
}
