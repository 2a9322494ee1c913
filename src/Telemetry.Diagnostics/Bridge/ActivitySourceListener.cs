using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>Listens to the activity sources with one name.</summary>
internal sealed class ActivitySourceListener : ISourceListener
{
    private static int s_lastId;

    private readonly SourceFeed _feed;
    private readonly NameTable<ActivityEvents> _operations;

    // The property of an activity that has the mark. A text of each listener's own, as several may listen to one source.
    private readonly string _markKey = $"Telemetry.Diagnostics {Interlocked.Increment(ref s_lastId)}";
    private Action? _detach;
    private Action? _detachMessages;
    private OpenActivities? _open;

    internal ActivitySourceListener(SourceFeed feed)
    {
        _feed = feed;
        _operations = new NameTable<ActivityEvents>(operation => new ActivityEvents(feed, operation), feed.CountTooManyNames);
    }

    public void Start()
    {
        var open = new OpenActivities();
        _open = open;
        _detach = Attach(new ActivityListener
        {
            ShouldListenTo = source => _feed.IsSource(source.Name),
            Sample = (ref options) => Sample(options.Name),
            SampleUsingParentId = (ref options) => Sample(options.Name),
            ActivityStarted = activity => OnStarted(activity, open),
            ActivityStopped = activity => OnStopped(activity, open),
        });
        _detachMessages = HttpMessages.Begin(_feed, _markKey);
    }

    public void Stop()
    {
        _detach?.Invoke();
        _detach = null;
        _detachMessages?.Invoke();
        _detachMessages = null;
        if (_open?.End() is > 0 and long open)
        {
            _feed.Counts.Count(
                SourceProblem.EndNotSeen, $"{open} activities had not stopped when the source was no longer listened to.", open);
        }
    }

    private static Action Attach(ActivityListener listener)
    {
        ActivitySource.AddActivityListener(listener);
        return listener.Dispose;
    }

    // Recording an activity would make it sampled for others, and downstream: all data, and no more.
    private ActivitySamplingResult Sample(string operation)
    {
        try
        {
            if (!_operations.Get(operation).HasHandlers)
            {
                return ActivitySamplingResult.None;
            }

            if (!_feed.IsSuppressed)
            {
                return ActivitySamplingResult.AllData;
            }

            _feed.Counts.CountSuppressed();
        }
        catch (Exception e)
        {
            CountFailure(e);
        }

        return ActivitySamplingResult.None;
    }

    // Called for each activity of the source, also for those that others alone sampled.
    private void OnStarted(Activity activity, OpenActivities open)
    {
        try
        {
            ActivityEvents events = _operations.Get(activity.OperationName);
            if (!events.HasHandlers)
            {
                return;
            }

            if (_feed.IsSuppressed)
            {
                activity.SetCustomProperty(_markKey, new ActivityMark(events: null, open));
            }
            else if (open.TryAdd())
            {
                activity.SetCustomProperty(_markKey, new ActivityMark(events, open));
                _feed.Emit(events.Start, (activity, _feed), static (state, e) => ActivityPayload.AddStart(state.activity, state._feed, e));
            }
        }
        catch (Exception e)
        {
            CountFailure(e);
        }
    }

    private void OnStopped(Activity activity, OpenActivities open)
    {
        try
        {
            if (activity.GetCustomProperty(_markKey) is not ActivityMark mark)
            {
                CountStartNotSeen(activity);
            }
            else if (mark.Events is { } events && mark.Open == open && mark.TryEnd() && open.TryRemove())
            {
                TelemetryEvent end = ActivityPayload.IsException(activity, mark.Http) ? events.Exception : events.Stop;
                _feed.Emit(
                    end,
                    (activity, mark, _feed),
                    static (state, e) => ActivityPayload.AddEnd(state.activity, state.mark.Http, state._feed, e));

                // The activity may live on, and would keep the request and its response.
                mark.Http = null;
            }
        }
        catch (Exception e)
        {
            CountFailure(e);
        }
    }

    private void CountStartNotSeen(Activity activity)
    {
        if (_operations.Get(activity.OperationName).HasEndHandlers && !_feed.IsSuppressed)
        {
            _feed.Counts.Count(
                SourceProblem.StartNotSeen, "An activity was started before the source was listened to.");
        }
    }

    private void CountFailure(Exception exception) => _feed.Counts.Count(
        SourceProblem.EmitFailed, $"An activity became no event: {exception.GetType().FullName}.");
}
