using System.Collections.ObjectModel;

namespace Telemetry;

/// <summary>
/// Keys whose places in the metadata of many events are looked up together. An emitter's payloads have the same keys in the same
/// order, as a rule, so the places are remembered: a look-up compares each key once, mostly by reference, and allocates nothing.
/// Safe to use from any thread.
/// </summary>
public sealed class MetadataKeys
{
    private const int Absent = -1;

    // Emitters of one event differ in their keys, but not in many ways. Payloads beyond are searched each time.
    private const int MaxLayouts = 8;
    private const int MaxKeys = 64;

    private readonly string[] _keys;
    private Layout[] _layouts = [];

    /// <summary>Creates keys.</summary>
    /// <param name="keys">The keys, compared without regard to case.</param>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> or one of them is null.</exception>
    public MetadataKeys(params IEnumerable<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys = [.. keys];
        foreach (string key in _keys)
        {
            ArgumentNullException.ThrowIfNull(key, nameof(keys));
        }
    }

    /// <summary>The keys, in the order given.</summary>
    public IReadOnlyList<string> Keys => new ReadOnlyCollection<string>(_keys);

    /// <summary>Finds the places of the keys.</summary>
    /// <param name="metadata">The metadata of an event (<see cref="EventData.Metadata"/>).</param>
    /// <returns>For each key, in the order of <see cref="Keys"/>, the index of its entry, or -1 if there is none. If a key occurs
    /// twice, the last entry counts.</returns>
    public ReadOnlySpan<int> Locate(ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
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

    /// <summary>Returns the places of the keys in a payload whose keys are the same string objects as in an earlier one; null if there
    /// was none.</summary>
    internal int[]? KnownPlaces(ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        Layout[] layouts = Volatile.Read(ref _layouts);
        for (int i = 0; i < layouts.Length; i++)
        {
            string?[] keys = layouts[i].Keys;
            int same = 0;
            while (same < keys.Length && same < metadata.Length && ReferenceEquals(keys[same], metadata[same].Key))
            {
                same++;
            }

            if (same == keys.Length && same == metadata.Length)
            {
                return layouts[i].Indexes;
            }
        }

        return null;
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
            for (int key = 0; key < _keys.Length; key++)
            {
                // The last of equal keys counts.
                if (string.Equals(keys[i], _keys[key], StringComparison.OrdinalIgnoreCase))
                {
                    indexes[key] = i;
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
