#if NET
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Telemetry;

/// <summary>Converts text that has only ASCII characters of which none is ever escaped, as most text has: eight at a time.</summary>
internal static class AsciiText
{
    private const char FirstPlain = ' ';
    private const char LastPlain = '~';

    /// <summary>Writes text, if it is plain.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">The memory to write to, at least as long as the text. If the text is not plain, some of it may be
    /// written.</param>
    /// <returns>Whether the text is plain.</returns>
    internal static bool TryWrite(string text, Span<byte> destination)
    {
        if (text.Length < Vector128<ushort>.Count || !Vector128.IsHardwareAccelerated)
        {
            return TryWriteShort(text, destination);
        }

        int last = text.Length - Vector128<ushort>.Count;
        destination = destination.Slice(0, text.Length);
        ref ushort from = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text.AsSpan()));
        ref byte to = ref MemoryMarshal.GetReference(destination);
        for (int i = 0; i < last; i += Vector128<ushort>.Count)
        {
            if (!TryWriteBlock(ref from, ref to, i))
            {
                return false;
            }
        }

        // The last block overlaps the one before.
        return TryWriteBlock(ref from, ref to, last);
    }

    private static bool TryWriteShort(string text, Span<byte> destination)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is < FirstPlain or > LastPlain or '"' or '\\')
            {
                return false;
            }

            destination[i] = (byte)c;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryWriteBlock(ref ushort from, ref byte to, int index)
    {
        Vector128<ushort> characters = Vector128.LoadUnsafe(ref from, (nuint)index);
        Vector128<ushort> special = Vector128.LessThan(characters, Vector128.Create((ushort)FirstPlain))
            | Vector128.GreaterThan(characters, Vector128.Create((ushort)LastPlain))
            | Vector128.Equals(characters, Vector128.Create((ushort)'"'))
            | Vector128.Equals(characters, Vector128.Create((ushort)'\\'));
        if (special != Vector128<ushort>.Zero)
        {
            return false;
        }

        Vector128.Narrow(characters, characters).GetLower().StoreUnsafe(ref to, (nuint)index);
        return true;
    }
}
#endif
