using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The measurements and metadata of the events of an activity.</summary>
internal static class ActivityPayload
{
    /// <summary>Determines whether an activity that stopped failed with an exception: an event of the activity says so, or it is a
    /// request that ended without a response.</summary>
    internal static bool IsException(Activity activity, HttpOutcome? http) =>
        http?.HasFailed == true || HasExceptionEvent(activity) || HttpRequestActivity.HasNoResponse(activity);

    internal static void AddStart(Activity activity, SourceFeed feed, EventBuilder e)
    {
        e.Measurement(SpanKeys.MonotonicTime, MonotonicTime.Now);
        e.Measurement(SpanKeys.SystemTime, activity.StartTimeUtc);
        TagReader.AddTags(activity, feed, e);
        AddIdentity(activity, e);
    }

    internal static void AddEnd(Activity activity, HttpOutcome? http, SourceFeed feed, EventBuilder e)
    {
        e.Measurement(SpanKeys.Duration, activity.Duration);
        e.Measurement(SpanKeys.MonotonicTime, MonotonicTime.Now);
        TagReader.AddTags(activity, feed, e);
        TagReader.AddExceptionTags(activity, feed, e);
        http?.AddTags(feed, e);
        ActivityStatusCode status = http?.Status ?? activity.Status;
        if (http is null && HttpRequestActivity.IsCanceledWithoutError(activity))
        {
            feed.AddTag(e, "error.type", "System.Threading.Tasks.TaskCanceledException");
            status = ActivityStatusCode.Error;
        }

        AddIdentity(activity, e);
        e.Metadata("status", status switch
        {
            ActivityStatusCode.Ok => "ok",
            ActivityStatusCode.Error => "error",
            _ => "unset",
        });
        if (activity.StatusDescription is { Length: > 0 } description)
        {
            e.Metadata("status_description", feed.CutText(description));
        }
    }

    // After the tags: where one has the same key, the last entry counts.
    private static void AddIdentity(Activity activity, EventBuilder e)
    {
        AddIds(activity, e);
        e.Metadata("kind", activity.Kind switch
        {
            ActivityKind.Server => "server",
            ActivityKind.Client => "client",
            ActivityKind.Producer => "producer",
            ActivityKind.Consumer => "consumer",
            _ => "internal",
        });
    }

    /// <summary>Adds the ids of an activity, its trace and its parent.</summary>
    internal static void AddIds(Activity activity, EventBuilder e)
    {
        if (activity.IdFormat == ActivityIdFormat.W3C)
        {
            e.Metadata("trace_id", activity.TraceId.ToHexString());
            e.Metadata("span_id", activity.SpanId.ToHexString());
            if (activity.ParentSpanId != default)
            {
                e.Metadata("parent_span_id", activity.ParentSpanId.ToHexString());
            }
        }
        else
        {
            e.Metadata("trace_id", activity.RootId);
            e.Metadata("span_id", activity.Id);
            if (activity.ParentId is not null)
            {
                e.Metadata("parent_span_id", activity.ParentId);
            }
        }
    }

    private static bool HasExceptionEvent(Activity activity)
    {
        foreach (ref readonly ActivityEvent e in activity.EnumerateEvents())
        {
            if (e.Name == TagReader.ExceptionEvent)
            {
                return true;
            }
        }

        return false;
    }
}
