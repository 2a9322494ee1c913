namespace Telemetry;

/// <summary>
/// Remembers, for some of the last combinations of values that keys of the metadata had, a result that was computed from them. A
/// combination is recognised by identity: by the same string objects and equal numbers, which emitters pass again and again. So a
/// result is found faster than by the characters of the strings. It is a cache of fixed size: what it forgot has to be computed
/// again. Safe to use from any thread.
/// </summary>
/// <typeparam name="TResult">The type of the results.</typeparam>
/// <param name="keys">The keys.</param>
public sealed class MetadataMemo<TResult>(MetadataKeys keys)
    where TResult : class
{
    private const int SizeBits = 6;

    // An entry that is in the way of others is replaced after so many of them, and then after four times as many: where there are
    // more combinations than places, hardly any of them is worth an object.
    private const int FirstPatience = 4;
    private const int MaxPatience = 1 << 28;

    private readonly Place[] _places = new Place[1 << SizeBits];

    /// <summary>Finds the result for the values of an event.</summary>
    /// <param name="data">The event.</param>
    /// <returns>The result; null if none is remembered.</returns>
    public TResult? Find(in EventData data)
    {
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = data.RawMetadata;
        int[]? indexes = keys.KnownPlaces(metadata);
        if (indexes is null)
        {
            return null;
        }

        Entry? entry = Volatile.Read(ref _places[IdentityHash.Of(metadata, indexes, SizeBits)].Entry);
        if (entry is null)
        {
            return null;
        }

        MetadataValue[] values = entry.Values;
        for (int i = 0; i < indexes.Length; i++)
        {
            int index = indexes[i];
            if (index < 0 || i >= values.Length || !values[i].IsSame(metadata[index].Value))
            {
                return null;
            }
        }

        return entry.Result;
    }

    /// <summary>Remembers the result for the values of an event, unless a key is missing, or a value is an object that may
    /// change.</summary>
    /// <param name="data">The event.</param>
    /// <param name="result">The result.</param>
    /// <exception cref="ArgumentNullException"><paramref name="result"/> is null.</exception>
    public void Remember(in EventData data, TResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = data.RawMetadata;
        int[]? indexes = keys.KnownPlaces(metadata);
        if (indexes is null || !IdentityHash.IsLasting(metadata, indexes))
        {
            return;
        }

        // Threads that count at the same time may lose some: what they count is a rule of thumb.
        ref Place place = ref _places[IdentityHash.Of(metadata, indexes, SizeBits)];
        if (place.Entry is not null && ++place.Passed < place.Patience)
        {
            return;
        }

        place.Passed = 0;
        place.Patience = place.Patience == 0 ? FirstPatience : Math.Min(place.Patience * 4, MaxPatience);
        var values = new MetadataValue[indexes.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = metadata[indexes[i]].Value;
        }

        Volatile.Write(ref place.Entry, new Entry(values, result));
    }

    /// <summary>Forgets all results.</summary>
    public void Clear()
    {
        for (int i = 0; i < _places.Length; i++)
        {
            Volatile.Write(ref _places[i].Entry, null);
        }
    }

    private struct Place
    {
        internal Entry? Entry;
        internal int Passed;
        internal int Patience;
    }

    private sealed class Entry(MetadataValue[] values, TResult result)
    {
        internal readonly MetadataValue[] Values = values;
        internal readonly TResult Result = result;
    }
}
