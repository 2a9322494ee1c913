namespace Telemetry.Metrics;

/// <summary>The places of a metric's tags in the metadata of an event. An emitter's payloads have the same keys in the same order,
/// as a rule, so the places are remembered from one event to the next.</summary>
internal sealed class TagFields
{
    private const int Absent = -1;

    // Emitters of one event differ in their keys, but not in many ways. Payloads beyond are searched each time.
    private const int MaxLayouts = 8;
    private const int MaxKeys = 64;

    private readonly string[] _keys;
    private Layout[] _layouts = [];

    internal TagFields(string[] keys) => _keys = keys;

    /// <summary>Returns the index of each tag's entry, or a negative number.</summary>
    internal int[] Locate(ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        Layout[] layouts = Volatile.Read(ref _layouts);
        foreach (Layout layout in layouts)
        {
            if (IsOf(layout.Keys, metadata))
            {
                return layout.Indexes;
            }
        }

        return Search(metadata, layouts);
    }

    private static bool IsOf(string?[] keys, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        if (keys.Length != metadata.Length)
        {
            return false;
        }

        for (int i = 0; i < keys.Length; i++)
        {
            string key = metadata[i].Key;
            if (!ReferenceEquals(keys[i], key) && !string.Equals(keys[i], key, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private int[] Search(ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata, Layout[] layouts)
    {
        int[] indexes = Array.ConvertAll(_keys, _ => Absent);
        string[] keys = new string[metadata.Length];
        for (int i = 0; i < metadata.Length; i++)
        {
            keys[i] = metadata[i].Key;
            for (int tag = 0; tag < _keys.Length; tag++)
            {
                // The last of equal keys counts.
                if (string.Equals(keys[i], _keys[tag], StringComparison.OrdinalIgnoreCase))
                {
                    indexes[tag] = i;
                }
            }
        }

        if (layouts.Length < MaxLayouts && keys.Length <= MaxKeys)
        {
            // If another thread adds one at the same time, one of the two is searched for again.
            Interlocked.CompareExchange(ref _layouts, [.. layouts, new Layout(keys, indexes)], layouts);
        }

        return indexes;
    }

    private sealed class Layout(string?[] keys, int[] indexes)
    {
        internal readonly string?[] Keys = keys;
        internal readonly int[] Indexes = indexes;
    }
}
