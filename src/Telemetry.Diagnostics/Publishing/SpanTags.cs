using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The metadata and the measurements of spans as tags of activities.</summary>
internal static class SpanTags
{
    internal const string TypeTag = "exception.type";
    internal const string MessageTag = "exception.message";
    internal const string StackTraceTag = "exception.stacktrace";

    /// <summary>The place of a key that no tag has.</summary>
    internal const int NoTag = -1;

    private const string LinkPrefix = "telemetry_span_";

    /// <summary>Returns the tags for the start metadata.</summary>
    internal static KeyValuePair<string, object?>[] Of(ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        // Most often, all entries but the context are tags, and their keys differ.
        var tags = new KeyValuePair<string, object?>[Math.Max(metadata.Length - 1, 0)];
        int count = 0;
        foreach (ref readonly KeyValuePair<string, MetadataValue> field in metadata)
        {
            if (!IsLink(field.Key) && TagValue.Of(field.Value) is { } value)
            {
                // The last value of a key counts.
                int index = IndexOf(tags, count, field.Key);
                if (index == NoTag)
                {
                    index = count++;
                    if (index == tags.Length)
                    {
                        Array.Resize(ref tags, count);
                    }
                }

                tags[index] = new(field.Key, value);
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
            if (!IsLink(field.Key) && !(isException && FailureTagOf(field.Key) is not null))
            {
                activity.SetTag(field.Key, TagValue.Of(field.Value));
            }
        }

        foreach (ref readonly KeyValuePair<string, MeasurementValue> field in data.Measurements)
        {
            if (!Is(field.Key, SpanKeys.Duration) && !Is(field.Key, SpanKeys.MonotonicTime))
            {
                activity.SetTag(field.Key, TagValue.Of(field.Value));
            }
        }
    }

    /// <summary>Returns the place of a key among the first tags; <see cref="NoTag"/> if it is not among them.</summary>
    internal static int IndexOf(KeyValuePair<string, object?>[] tags, int count, string key)
    {
        for (int i = 0; i < count; i++)
        {
            if (Is(tags[i].Key, key))
            {
                return i;
            }
        }

        return NoTag;
    }

    /// <summary>Gets the duration of a span from the event by which it ended.</summary>
    internal static bool TryGetDuration(in EventData data, out TimeSpan duration)
    {
        duration = default;
        return data.TryGetMeasurement(SpanKeys.Duration, out MeasurementValue value) && value.TryGetTimeSpan(out duration);
    }

    /// <summary>Returns the tag for an entry that describes an exception; null for other entries.</summary>
    internal static string? FailureTagOf(string key) =>
        Is(key, SpanKeys.Kind) ? TypeTag
        : Is(key, SpanKeys.Reason) ? MessageTag
        : Is(key, SpanKeys.StackTrace) ? StackTraceTag
        : null;

    /// <summary>Determines whether an entry links the events of spans.</summary>
    internal static bool IsLink(string key) =>
        key.Length > LinkPrefix.Length && key.StartsWith(LinkPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Determines whether two keys are equal.</summary>
    internal static bool Is(string key, string other) =>
        key.Length == other.Length && string.Equals(key, other, StringComparison.OrdinalIgnoreCase);
}
