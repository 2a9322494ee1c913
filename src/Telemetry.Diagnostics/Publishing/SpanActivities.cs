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

    private readonly OpenSpans _open = new(limit);
    private long _dropped;

    internal int Open => _open.Count;

    internal long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Starts the activity of a span, if somebody listens.</summary>
    internal void Start(in EventData data, string name)
    {
        if (OwnSignals.Activities.HasListeners() && !t_isStarting && data.TryGetMetadata(ContextKey, out MetadataValue context))
        {
            Start(in data, name, context);
        }
    }

    private void Start(in EventData data, string name, MetadataValue context)
    {
        Activity? current = Activity.Current;
        Activity? outer = CurrentActivity.Running(current);
        Activity? parent = data.TryGetMetadata(ParentKey, out MetadataValue value) && _open.Find(value) is { } open
            ? CurrentActivity.Running(open.Activity)
            : outer;
        KeyValuePair<string, object?>[] tags = SpanTags.Of(data.Metadata);
        Activity? activity = null;
        t_isStarting = true;
        try
        {
            // The platform takes the current one as the parent, even if it has stopped.
            CurrentActivity.Set(parent);
            activity = OwnSignals.Activities.StartActivity(name, ActivityKind.Internal, default(ActivityContext), tags);
        }
        finally
        {
            t_isStarting = false;
            if (activity is null)
            {
                // Not sampled, or a listener threw.
                CurrentActivity.Set(outer);
            }
        }

        if (activity is not null && _open.Add(new OpenSpan(context, activity, outer)) is { } leaving)
        {
            Drop(leaving);
        }
    }

    /// <summary>Stops the activity of a span, if it has one.</summary>
    internal void Stop(in EventData data, bool isException)
    {
        if (!data.TryGetMetadata(ContextKey, out MetadataValue context) || _open.Take(context) is not { } open)
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

        CurrentActivity.Stop(open);
    }

    internal void DropAll()
    {
        foreach (OpenSpan open in _open.Close())
        {
            Drop(open);
        }
    }

    /// <summary>Stops an activity whose end will not be known, so that it is nobody's parent any more. Exporters ignore it.</summary>
    private void Drop(OpenSpan open)
    {
        Interlocked.Increment(ref _dropped);
        open.Activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        open.Activity.IsAllDataRequested = false;
        CurrentActivity.Stop(open);
    }
}
