namespace Telemetry;

/// <summary>
/// Remembers which names were emitted lately, by their hashes alone, so that a name costs memory only when it comes a second
/// time. Of a fixed size, whatever comes; used from any thread, without a lock.
/// </summary>
/// <remarks>Nothing depends on the answer but costs. Of two threads that write at once, one may be forgotten, and a name whose
/// hash is that of another passes for it.</remarks>
internal sealed class EmittedNames
{
    private const int Sets = 4_096;
    private const int PlacesPerSet = 4;

    // Made by the first name: most dispatchers have no patterns, or know all names.
    private int[]? _hashes;
    private uint _random = 1;

    /// <summary>Adds a name, in the place of another where there is no room.</summary>
    /// <returns>Whether it was there.</returns>
    internal bool Add(int hash)
    {
        // Zero is an empty place.
        hash = hash == 0 ? 1 : hash;
        int[] hashes = Volatile.Read(ref _hashes) ?? Create();
        Span<int> places = hashes.AsSpan((hash & (Sets - 1)) * PlacesPerSet, PlacesPerSet);
        if (places.IndexOf(hash) >= 0)
        {
            return true;
        }

        int empty = places.IndexOf(0);
        places[empty >= 0 ? empty : NextPlace()] = hash;
        return false;
    }

    // Random: with the places taken in turn, names that come in turn and are one too many for their set would each replace the
    // next one, and none would ever be found. A linear congruential generator, of which the highest bits are the good ones.
    private int NextPlace()
    {
        _random = unchecked((_random * 1_664_525) + 1_013_904_223);
        return (int)(((ulong)_random * PlacesPerSet) >> 32);
    }

    private int[] Create()
    {
        Interlocked.CompareExchange(ref _hashes, new int[Sets * PlacesPerSet], null);
        return _hashes!;
    }
}
