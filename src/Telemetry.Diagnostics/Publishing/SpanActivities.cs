using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>Starts and stops the activities of spans. Called on the threads that emit.</summary>
internal sealed class SpanActivities(int limit)
{
    private const string ContextKey = "telemetry_span_context";
    private const string ParentKey = "telemetry_span_parent";

    // Whether this thread starts an activity. A span that a listener starts meanwhile would become an activity, of which it is
    // notified, without end.
    [ThreadStatic]
    private static bool t_isStarting;

    // The activity that this thread stopped last, for handlers that are called after that with the same event.
    [ThreadStatic]
    private static StoppedSpan t_stopped;

    private readonly OpenSpans _open = new(limit);
    private long _dropped;

    internal int Open => _open.Count;

    internal long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Starts the activity of a span, if somebody listens.</summary>
    internal void Start(in EventData data, string name)
    {
        if (OwnSignals.Activities.HasListeners() && data.TryGetMetadata(ContextKey, out MetadataValue context))
        {
            Start(in data, name, in context);
        }
    }

    /// <summary>Stops the activity of a span, if it has one.</summary>
    internal void Stop(in EventData data, bool isException)
    {
        if (!data.TryGetMetadata(ContextKey, out MetadataValue context) || _open.Take(in context) is not { } open)
        {
            return;
        }

        Activity activity = open.Activity;
        if (activity.IsAllDataRequested)
        {
            SpanTags.AddTo(activity, in data, isException);
        }

        if (isException)
        {
            SpanFailure.AddTo(activity, in data);
        }

        if (data.TryGetMeasurement(SpanTags.DurationKey, out MeasurementValue duration) && duration.TryGetTimeSpan(out TimeSpan time))
        {
            // That of the span, whose clock does not go back.
            activity.SetEndTime(activity.StartTimeUtc + time);
        }

        t_stopped = new StoppedSpan(in data, in context, activity);
        CurrentActivity.Stop(open);
    }

    /// <summary>Returns the activity of a span whose event is handled now; null if there is none.</summary>
    internal Activity? Find(in EventData data) => !data.TryGetMetadata(ContextKey, out MetadataValue context) ? null
        : _open.Find(in context) is { } open ? open.Activity
        : t_stopped.IsOf(in data, in context) ? t_stopped.Activity
        : null;

    /// <summary>Stops all open activities as failed.</summary>
    internal int StopAll(string reason)
    {
        OpenSpan[] all = _open.TakeAll();
        foreach (OpenSpan open in all)
        {
            open.Activity.SetStatus(ActivityStatusCode.Error, reason);
            CurrentActivity.Stop(open);
        }

        return all.Length;
    }

    internal void DropAll()
    {
        foreach (OpenSpan open in _open.Close())
        {
            Drop(open);
        }
    }

    private void Start(in EventData data, string name, in MetadataValue context)
    {
        Activity? current = Activity.Current;
        Activity? outer = CurrentActivity.Running(current);
        Activity? parent = data.TryGetMetadata(ParentKey, out MetadataValue value) && _open.Find(in value) is { } open
            ? CurrentActivity.Running(open.Activity)
            : outer;
        KeyValuePair<string, object?>[] tags = SpanTags.Of(data.Metadata);
        Activity? activity = null;
        ref bool isStarting = ref t_isStarting;
        if (isStarting)
        {
            return;
        }

        isStarting = true;
        try
        {
            if (parent != current)
            {
                // The platform takes the current one as the parent, even if it has stopped.
                Activity.Current = parent;
            }

            activity = OwnSignals.Activities.StartActivity(
                name, ActivityKind.Internal, default(ActivityContext), tags, links: null, StartTimeOf(in data));
        }
        finally
        {
            isStarting = false;
            if (activity is null)
            {
                // Not sampled, or a listener threw.
                CurrentActivity.Set(outer);
            }
        }

        if (activity is not null && _open.Add(new OpenSpan(in context, activity, outer, parent)) is { } leaving)
        {
            Drop(leaving);
        }
    }

    private static DateTimeOffset StartTimeOf(in EventData data) =>
        data.TryGetMeasurement(SpanTags.SystemKey, out MeasurementValue value) && value.TryGetDateTime(out DateTime time)
            ? new DateTimeOffset(time)
            : default;

    /// <summary>Stops an activity whose end will not be known, so that it is nobody's parent any more. Exporters ignore it.</summary>
    private void Drop(OpenSpan open)
    {
        Interlocked.Increment(ref _dropped);
        open.Activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        open.Activity.IsAllDataRequested = false;
        CurrentActivity.Stop(open);
    }
}
