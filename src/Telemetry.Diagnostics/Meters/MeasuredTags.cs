namespace Telemetry.Diagnostics;

/// <summary>A value and its tags, on their way from the callback of an instrument, which has them on the stack, to the event. One is
/// kept by each thread.</summary>
internal sealed class MeasuredTags
{
    // The rest is left out, as each tag takes time on the thread of the library.
    private const int MaximumTags = 128;

    [ThreadStatic]
    private static MeasuredTags? t_free;

    private KeyValuePair<string, object?>[] _tags = new KeyValuePair<string, object?>[8];
    private int _count;
    private bool _isCut;
    private MeasurementValue _value;

    /// <summary>Takes that of the thread. The texts of tags are made by code of others, which may get here again on the same
    /// thread.</summary>
    internal static MeasuredTags Rent(MeasurementValue value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        MeasuredTags rented = t_free ?? new MeasuredTags();
        t_free = null;
        rented._value = value;
        rented._count = Math.Min(tags.Length, MaximumTags);
        rented._isCut = rented._count < tags.Length;
        if (rented._tags.Length < rented._count)
        {
            rented._tags = new KeyValuePair<string, object?>[rented._count];
        }

        tags.Slice(0, rented._count).CopyTo(rented._tags);
        return rented;
    }

    /// <summary>Adds the value and the tags to an event, and returns this object to the thread.</summary>
    internal void AddTo(EventBuilder e, SourceFeed feed)
    {
        e.Measurement("value", _value);
        for (int i = 0; i < _count; i++)
        {
            feed.AddTag(e, _tags[i].Key, _tags[i].Value);
        }

        if (_isCut)
        {
            feed.Counts.Count(
                SourceProblem.Truncated, $"A measurement of the source '{feed.SourceName}' has more than {MaximumTags} tags.");
        }

        Array.Clear(_tags, 0, _count);
        t_free = this;
    }
}
