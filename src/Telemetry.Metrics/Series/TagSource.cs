namespace Telemetry.Metrics;

/// <summary>Reads the tag values of events.</summary>
internal sealed class TagSource
{
    [ThreadStatic]
    private static KeyValuePair<string, MetadataValue>[]? t_free;

    private readonly MetricTag[] _tags;
    private readonly int[] _inOrder;

    // Null if a function reads a tag.
    private readonly MetadataKeys? _keys;

    internal TagSource(MetricTag[] tags)
    {
        _tags = tags;
        _inOrder = [.. Enumerable.Range(0, tags.Length)];
        _keys = Array.TrueForAll(tags, tag => tag.Key is not null) ? new MetadataKeys(tags.Select(tag => tag.Key!)) : null;
    }

    internal int Count => _tags.Length;

    /// <summary>The keys; null if a function reads a tag.</summary>
    internal MetadataKeys? Keys => _keys;

    /// <summary>Whether reading them calls functions.</summary>
    internal bool HasFunctions => _keys is null;

    /// <summary>Reads the values. Only without functions.</summary>
    internal TagValues Read(ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata) => new(metadata, _keys!.Locate(metadata));

    /// <summary>Reads the values, by the functions of the tags that have one.</summary>
    /// <param name="data">The event.</param>
    /// <param name="memory">The memory of the values, for <see cref="Return"/>.</param>
    internal TagValues Compute(in EventData data, out KeyValuePair<string, MetadataValue>[] memory)
    {
        // Taken from the thread: a function may emit an event that gets here again.
        memory = t_free is { } free && free.Length >= _tags.Length ? free : new KeyValuePair<string, MetadataValue>[_tags.Length];
        t_free = null;
        for (int i = 0; i < _tags.Length; i++)
        {
            MetadataValue value;
            if (_tags[i].Reader is { } reader)
            {
                value = reader(in data);
            }
            else
            {
                data.TryGetMetadata(_tags[i].Key!, out value);
            }

            memory[i] = new(_tags[i].Name, value);
        }

        return new TagValues(memory.AsSpan(0, _tags.Length), _inOrder);
    }

    internal static void Return(KeyValuePair<string, MetadataValue>[] memory)
    {
        // Or the values of the last event would be kept alive.
        Array.Clear(memory, 0, memory.Length);
        t_free = memory;
    }
}
