using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Telemetry.Metrics;

/// <summary>Hashes tag values. The seed differs from process to process, so that nobody can choose values that share one
/// bucket.</summary>
internal static class TagHash
{
    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    internal static readonly ulong Seed = BitConverter.ToUInt64(Guid.NewGuid().ToByteArray(), 0) | 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Add(ulong hash, ulong word)
    {
        ulong mixed = unchecked((hash ^ word) * Factor);
        return mixed ^ (mixed >> 29);
    }

    /// <summary>Adds a text. The length is included, so that "ab", "c" is not "a", "bc".</summary>
    internal static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        const int CharsPerWord = 4;
        hash = unchecked(hash + ((ulong)text.Length * Factor));
        if (text.Length >= CharsPerWord)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(text);
            ReadOnlySpan<byte> last = bytes.Slice(bytes.Length - sizeof(ulong));
            while (bytes.Length > sizeof(ulong))
            {
                hash = Add(hash, MemoryMarshal.Read<ulong>(bytes));
                bytes = bytes.Slice(sizeof(ulong));
            }

            return Add(hash, MemoryMarshal.Read<ulong>(last));
        }

        // Of one, two or three characters, these three are all.
        return text.Length == 0
            ? Add(hash, 0)
            : Add(hash, ((ulong)text[0] << 32) | ((ulong)text[text.Length >> 1] << 16) | text[text.Length - 1]);
    }

    internal static int Finish(ulong hash) => unchecked((int)(hash ^ (hash >> 32)));
}
