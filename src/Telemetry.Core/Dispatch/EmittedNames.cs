namespace Telemetry;

/// <summary>
/// Remembers the names that were emitted lately, by their hashes only, so that a name costs memory only when it is emitted a
/// second time. The size is fixed. Used from any thread, without a lock.
/// </summary>
/// <remarks>The answer affects only costs. If two threads write at once, one of the names can be lost, and a name with the hash
/// of another one is treated as that name.</remarks>
internal sealed class EmittedNames
{
    private const int Sets = 4_096;
    private const int PlacesPerSet = 4;

    // Created for the first name: most dispatchers have no patterns, or know all names.
    private int[]? _hashes;
    private uint _random = 1;

    /// <summary>Adds a name, in place of another one if there is no room.</summary>
    /// <returns>Whether the name was there already.</returns>
    internal bool Add(int hash)
    {
        // Zero marks an empty place.
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

    // Random, as names that are emitted in rotation and are one too many for their set would otherwise each replace the next one,
    // so that none would ever be found. The highest bits of a linear congruential generator are the most random ones.
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
