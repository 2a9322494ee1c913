using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The metadata and the measurements of spans as tags of activities.</summary>
internal static class SpanTags
{
    internal const string DurationKey = "duration";
    internal const string SystemKey = "system_time";
    internal const string KindKey = "kind";
    internal const string ReasonKey = "reason";
    internal const string StackTraceKey = "stacktrace";

    private const string LinkPrefix = "telemetry_span_";
    private const string MonotonicKey = "monotonic_time";

    /// <summary>Returns the tags for the start metadata.</summary>
    internal static KeyValuePair<string, object?>[] Of(ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        int links = 0;
        foreach (ref readonly KeyValuePair<string, MetadataValue> field in metadata)
        {
            links += IsLink(field.Key) ? 1 : 0;
        }

        var tags = new KeyValuePair<string, object?>[metadata.Length - links];
        int count = 0;
        foreach (ref readonly KeyValuePair<string, MetadataValue> field in metadata)
        {
            if (!IsLink(field.Key) && TagValue.Of(field.Value) is { } value)
            {
                tags[IndexOf(tags, field.Key, ref count)] = new(field.Key, value);
            }
        }

        if (count < tags.Length)
        {
            Array.Resize(ref tags, count);
        }

        return tags;
    }

    /// <summary>Sets the tags for what the end of a span brings.</summary>
    internal static void AddTo(Activity activity, in EventData data, bool isException)
    {
        foreach (ref readonly KeyValuePair<string, MetadataValue> field in data.Metadata)
        {
            if (!IsLink(field.Key) && !(isException && IsFailure(field.Key)))
            {
                activity.SetTag(field.Key, TagValue.Of(field.Value));
            }
        }

        foreach (ref readonly KeyValuePair<string, MeasurementValue> field in data.Measurements)
        {
            if (!Is(field.Key, DurationKey) && !Is(field.Key, MonotonicKey))
            {
                activity.SetTag(field.Key, TagValue.Of(field.Value));
            }
        }
    }

    // The last value of a key counts.
    private static int IndexOf(KeyValuePair<string, object?>[] tags, string key, ref int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (Is(tags[i].Key, key))
            {
                return i;
            }
        }

        return count++;
    }

    private static bool IsFailure(string key) => Is(key, KindKey) || Is(key, ReasonKey) || Is(key, StackTraceKey);

    private static bool IsLink(string key) =>
        key.Length > LinkPrefix.Length && key.StartsWith(LinkPrefix, StringComparison.OrdinalIgnoreCase);

    private static bool Is(string key, string other) =>
        key.Length == other.Length && string.Equals(key, other, StringComparison.OrdinalIgnoreCase);
}
