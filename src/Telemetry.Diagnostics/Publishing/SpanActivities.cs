using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Telemetry.Diagnostics;

/// <summary>Starts and stops the activities of a dispatcher's spans, one for each span, for all its publications. Called on the threads
/// that emit.</summary>
internal sealed class SpanActivities
{
    private static readonly ConditionalWeakTable<TelemetryDispatcher, SpanActivities> s_all = new();

    private readonly OpenSpans _open = new(ActivityPublication.MaxOpen);
    private readonly SpanEvents _events = new();

    /// <summary>Returns the activities of a dispatcher.</summary>
    internal static SpanActivities Of(TelemetryDispatcher dispatcher) => s_all.GetValue(dispatcher, static _ => new SpanActivities());

    /// <summary>Adds a publication, before its first event.</summary>
    internal SpanPublisher Add(EventPattern[] starts)
    {
        var publisher = new SpanPublisher(this, starts);
        _open.Add(publisher);
        return publisher;
    }

    /// <summary>Ends a publication, after its last event. Activities that no other one publishes are dropped.</summary>
    internal void Remove(SpanPublisher publisher)
    {
        foreach (OpenSpan open in _open.Remove(publisher))
        {
            Drop(open);
        }
    }

    /// <summary>Starts or stops the activity of a span by an event of it.</summary>
    internal void Handle(in EventData data, SpanPublisher publisher)
    {
        SpanEvent span = _events.Get(data.EventName);
        if (!span.IsStart)
        {
            Stop(in data, span.IsException);
        }
        else if (OwnSignals.Activities.HasListeners() && data.TryGetMetadata(SpanKeys.Context, out MetadataValue context))
        {
            Start(in data, span, in context, publisher);
        }
    }

    /// <summary>Returns the activity of a span whose event is handled now; null if the span has no activity.</summary>
    internal Activity? Find(in EventData data) => !data.TryGetMetadata(SpanKeys.Context, out MetadataValue context)
        ? null
        : (_open.Find(in context) ?? ThreadSpans.Current.FindStopped(this, in data, in context))?.Activity;

    /// <summary>Returns the open activity of a span; null if the span has no open one.</summary>
    internal Activity? Find(in MetadataValue context) => _open.Find(in context)?.Activity;

    /// <summary>Stops the open activities that a publication publishes as failed.</summary>
    internal int StopAll(SpanPublisher publisher, string reason)
    {
        List<OpenSpan> all = _open.TakeAll(publisher);
        foreach (OpenSpan open in all)
        {
            open.Activity.SetStatus(ActivityStatusCode.Error, reason);
            CurrentActivity.Stop(open);
        }

        return all.Count;
    }

    private void Start(in EventData data, SpanEvent span, in MetadataValue context, SpanPublisher publisher)
    {
        ThreadSpans thread = ThreadSpans.Current;
        DateTimeOffset time = StartTimeOf(in data);
        bool isShared = _open.IsShared;
        if (thread.IsStarting || (isShared && IsKnown(thread, publisher, span, in context, time)))
        {
            return;
        }

        Activity? current = Activity.Current;
        Activity? outer = CurrentActivity.Running(current);
        bool hasParent = data.TryGetMetadata(SpanKeys.Parent, out MetadataValue value);
        Activity? parent = hasParent && _open.Find(in value) is { } open ? CurrentActivity.Running(open.Activity) : outer;
        ActivityContext remote = hasParent && TraceParent.TryRead(in value, out ActivityContext given) ? given
            : parent is null ? TraceParent.Default
            : default;
        KeyValuePair<string, object?>[] tags = SpanTags.Of(data.Metadata);
        Activity? activity = null;
        thread.IsStarting = true;
        try
        {
            if (parent != current)
            {
                // The platform takes the current one as the parent, even if it has stopped.
                parent = CurrentActivity.Set(parent);
            }

            activity = OwnSignals.Activities.StartActivity(
                span.Name, ActivityKind.Internal, remote, tags, links: null, time);
        }
        finally
        {
            thread.IsStarting = false;
            if (isShared)
            {
                thread.AddStart(publisher, span, in context, time);
            }

            if (activity is null)
            {
                // Not sampled, or a listener threw.
                CurrentActivity.Set(outer);
            }
        }

        if (activity is not null && _open.Add(new OpenSpan(publisher, span, in context, activity, outer, parent)) is { } leaving)
        {
            Drop(leaving);
        }
    }

    /// <summary>Determines whether another publication was called with the start of a span before.</summary>
    private bool IsKnown(
        ThreadSpans thread, SpanPublisher publisher, SpanEvent start, in MetadataValue context, DateTimeOffset time) =>
        thread.IsStartOfAnother(publisher, start, in context, time)
        || (_open.Find(in context) is { } open && open.Owner != publisher);

    private void Stop(in EventData data, bool isException)
    {
        if (!data.TryGetMetadata(SpanKeys.Context, out MetadataValue context) || _open.Take(in context) is not { } open)
        {
            // Another publication stopped it, or another thread, whose current activity is another one.
            CurrentActivity.Set(CurrentActivity.Running(Activity.Current));
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

        if (SpanTags.TryGetDuration(in data, out TimeSpan duration))
        {
            // That of the span, whose clock does not go back.
            activity.SetEndTime(activity.StartTimeUtc + duration);
            open.HasDuration = true;
        }

        ThreadSpans.Current.AddStopped(open);
        CurrentActivity.Stop(open);
    }

    private static DateTimeOffset StartTimeOf(in EventData data) =>
        data.TryGetMeasurement(SpanKeys.SystemTime, out MeasurementValue value) && value.TryGetDateTime(out DateTime time)
            ? new DateTimeOffset(time)
            : default;

    /// <summary>Stops an activity whose end will not be known, so that it is nobody's parent any more. Exporters ignore it.</summary>
    private static void Drop(OpenSpan open)
    {
        open.Owner.CountDropped();
        open.Activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        open.Activity.IsAllDataRequested = false;
        CurrentActivity.Stop(open);
    }
}
