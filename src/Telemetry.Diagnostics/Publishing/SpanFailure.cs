using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The failure of a span as the status and the exception event of an activity.</summary>
internal static class SpanFailure
{
    internal static void AddTo(Activity activity, in EventData data)
    {
        data.TryGetMetadata(SpanKeys.Reason, out MetadataValue reason);
        string? message = TagValue.MessageOf(reason);
        activity.SetStatus(ActivityStatusCode.Error, message);
        if (activity.IsAllDataRequested)
        {
            data.TryGetMetadata(SpanKeys.Kind, out MetadataValue kind);
            data.TryGetMetadata(SpanKeys.StackTrace, out MetadataValue stackTrace);
            activity.AddEvent(new ActivityEvent("exception", tags: new ActivityTagsCollection
            {
                [SpanTags.TypeTag] = TagValue.Of(kind),
                [SpanTags.MessageTag] = message,
                [SpanTags.StackTraceTag] = TagValue.Of(stackTrace),
            }));
        }
    }
}
