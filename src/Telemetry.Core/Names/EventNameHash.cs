using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Telemetry;

/// <summary>Computes the hash of a name, without regard to case. Each emit by a dotted name computes it, and the framework's own
/// hash would cost more than the rest of the look-up.</summary>
/// <remarks>The hash is a sum of products with random keys, so that names cannot be chosen to collide. ASCII names, as nearly all
/// are, are hashed four characters at a time. Other names are hashed by the framework, which alone knows their case rules. No
/// ASCII letter is the other case of a non-ASCII one, so that equal names are hashed in the same way.</remarks>
internal static class EventNameHash
{
    private const int CharsPerWord = sizeof(ulong) / sizeof(char);
    private const int Keys = 16;
    private const ulong CaseBits = 0x0020_0020_0020_0020;
    private const ulong BeyondAscii = 0xFF80_FF80_FF80_FF80;

    private static readonly ulong[] s_keys = RandomKeys();

    internal static int Of(string name)
    {
        ulong hash = (ulong)name.Length;
        ulong[] keys = s_keys;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<char, ulong>(name.AsSpan());
        for (int i = 0; i < words.Length; i++)
        {
            if ((words[i] & BeyondAscii) != 0)
            {
                return StringComparer.OrdinalIgnoreCase.GetHashCode(name);
            }

            // A long name uses each key several times. Mixed before, or words with the same key could change places without a
            // change of the sum.
            hash = (i & (Keys - 1)) == 0 ? Mix(hash) : hash;
            hash += (words[i] | CaseBits) * keys[i & (Keys - 1)];
        }

        for (int i = words.Length * CharsPerWord; i < name.Length; i++)
        {
            if (name[i] > 0x7F)
            {
                return StringComparer.OrdinalIgnoreCase.GetHashCode(name);
            }

            hash = Mix(hash) + (name[i] | CaseBits);
        }

        return (int)(Mix(hash) >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong hash) => (hash ^ (hash >> 32)) * 0x9E37_79B9_7F4A_7C15;

    private static ulong[] RandomKeys()
    {
        var keys = new ulong[Keys];
        for (int i = 0; i < Keys; i++)
        {
            // The random bits of a Guid: every other source of them in netstandard2.0 has to be disposed of.
            byte[] random = Guid.NewGuid().ToByteArray();
            keys[i] = BitConverter.ToUInt64(random, 0) ^ (BitConverter.ToUInt64(random, 8) << 7) | 1;
        }

        return keys;
    }
}
