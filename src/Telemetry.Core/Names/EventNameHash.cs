using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Telemetry;

/// <summary>The hash of a name, without regard to case. An emit by a dotted name pays for it each time, and the framework's
/// hash costs more than the rest of the look-up.</summary>
/// <remarks>A sum of products with random keys, so that nobody who can choose names can choose them to collide. Names of
/// ASCII only, as nearly all are, go by four characters at a time; in others, letters are another case of each other by
/// rules that only the framework knows. No letter of ASCII is another case of one beyond.</remarks>
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

            // The words of a long name meet the same key again: mixed before, as a sum does not tell the order of its parts.
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
            // A Guid's random bits: netstandard2.0 has no static source of them without a disposable.
            byte[] random = Guid.NewGuid().ToByteArray();
            keys[i] = BitConverter.ToUInt64(random, 0) ^ (BitConverter.ToUInt64(random, 8) << 7) | 1;
        }

        return keys;
    }
}
