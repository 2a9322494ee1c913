using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>Hashes values by identity, which takes no look at their content.</summary>
internal static class IdentityHash
{
    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Returns a hash code of some entries, of a number of bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Of(ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata, int[] indexes, int bits)
    {
        ulong hash = 0;
        for (int i = 0; i < indexes.Length; i++)
        {
            int index = indexes[i];
            if (index >= 0)
            {
                // The products do not wait for one another.
                hash = unchecked(((hash << 7) | (hash >> 57)) + (metadata[index].Value.IdentityHint * Factor));
            }
        }

        return (int)(unchecked(hash * Factor) >> (64 - bits));
    }

    /// <summary>Determines whether all entries exist, and identity implies equality now and later.</summary>
    internal static bool IsLasting(ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata, int[] indexes)
    {
        foreach (int index in indexes)
        {
            if (index < 0 || !metadata[index].Value.IsImmutable)
            {
                return false;
            }
        }

        return true;
    }
}
