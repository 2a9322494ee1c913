namespace Telemetry.Diagnostics;

/// <summary>The metadata and the measurements of events as tags, by the rules of the activities of spans.</summary>
public static class EventTags
{
    private const string ExceptionSuffix = ".exception";

    /// <summary>Returns the metadata of an event, and then its measurements, as tags.</summary>
    /// <remarks>
    /// <para>Numbers, booleans and text are tags as they are, spans of time in seconds, other values as text. Each key occurs once,
    /// without regard to case, with its last value; a key whose last value is null is no tag. The links of spans, whose keys begin
    /// with <c>telemetry_span_</c>, and <c>monotonic_time</c> are left out.</para>
    /// <para>Of an <c>exception</c> event with a <c>reason</c>, the entries <c>kind</c>, <c>reason</c> and <c>stacktrace</c> become
    /// <c>exception.type</c>, <c>exception.message</c> and <c>exception.stacktrace</c>.</para>
    /// </remarks>
    /// <param name="data">The event.</param>
    /// <returns>A new array, which the caller may change.</returns>
    /// <exception cref="InvalidOperationException"><paramref name="data"/> is a default value, which belongs to no event.</exception>
    public static KeyValuePair<string, object?>[] Of(in EventData data)
    {
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = data.Metadata;
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements = data.Measurements;
        bool isFailure = data.EventName.ToString().EndsWith(ExceptionSuffix, StringComparison.OrdinalIgnoreCase)
            && data.TryGetMetadata(SpanKeys.Reason, out _);
        var tags = new KeyValuePair<string, object?>[metadata.Length + measurements.Length];
        int count = 0;
        foreach (ref readonly KeyValuePair<string, MetadataValue> field in metadata)
        {
            if (SpanTags.IsLink(field.Key))
            {
                continue;
            }

            if (isFailure && SpanTags.FailureTagOf(field.Key) is { } key)
            {
                object? value = SpanTags.Is(field.Key, SpanKeys.Reason) ? TagValue.MessageOf(field.Value) : TagValue.Of(field.Value);
                Set(tags, ref count, key, value);
            }
            else
            {
                Set(tags, ref count, field.Key, TagValue.Of(field.Value));
            }
        }

        foreach (ref readonly KeyValuePair<string, MeasurementValue> field in measurements)
        {
            if (!SpanTags.Is(field.Key, SpanKeys.MonotonicTime))
            {
                Set(tags, ref count, field.Key, TagValue.Of(field.Value));
            }
        }

        if (count < tags.Length)
        {
            Array.Resize(ref tags, count);
        }

        return tags;
    }

    private static void Set(KeyValuePair<string, object?>[] tags, ref int count, string key, object? value)
    {
        int index = SpanTags.IndexOf(tags, count, key);
        if (value is not null)
        {
            tags[index == SpanTags.NoTag ? count++ : index] = new(key, value);
        }
        else if (index != SpanTags.NoTag)
        {
            count--;
            Array.Copy(tags, index + 1, tags, index, count - index);
        }
    }
}
