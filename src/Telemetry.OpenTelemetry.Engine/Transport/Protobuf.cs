using System.Text;

namespace Telemetry.Otlp.Engine;

/// <summary>Reads fields of a message of Protocol Buffers, as far as responses need it. Of a message that is not valid, what comes
/// before the fault is read.</summary>
/// <remarks>The SDK reads no response that reports success, and has no public reader.</remarks>
internal static class Protobuf
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Length = 2;
    private const int Fixed32 = 5;

    internal static string? FindText(ReadOnlySpan<byte> message, int field) =>
        TryFindMessage(message, field, out ReadOnlySpan<byte> text) ? Encoding.UTF8.GetString(text) : null;

    internal static bool TryFindMessage(ReadOnlySpan<byte> message, int field, out ReadOnlySpan<byte> found)
    {
        found = default;
        bool isFound = false;
        while (TryRead(ref message, out int number, out int type, out _, out ReadOnlySpan<byte> value))
        {
            if (number == field && type == Length)
            {
                found = value;
                isFound = true;
            }
        }

        return isFound;
    }

    internal static long FindNumber(ReadOnlySpan<byte> message, int field)
    {
        long found = 0;
        while (TryRead(ref message, out int number, out int type, out ulong value, out _))
        {
            if (number == field && type == Varint)
            {
                found = (long)value;
            }
        }

        return found;
    }

    private static bool TryRead(
        scoped ref ReadOnlySpan<byte> message, out int field, out int type, out ulong number, out ReadOnlySpan<byte> value)
    {
        field = type = 0;
        number = 0;
        value = default;
        if (!TryReadVarint(ref message, out ulong tag) || tag > uint.MaxValue)
        {
            return false;
        }

        field = (int)(tag >> 3);
        type = (int)(tag & 7);
        switch (type)
        {
            case Varint:
                return TryReadVarint(ref message, out number);
            case Fixed64:
                return TrySkip(ref message, 8, out _);
            case Fixed32:
                return TrySkip(ref message, 4, out _);
            case Length:
                return TryReadVarint(ref message, out ulong length) && TrySkip(ref message, length, out value);
            default:
                return false;
        }
    }

    private static bool TrySkip(scoped ref ReadOnlySpan<byte> message, ulong length, out ReadOnlySpan<byte> skipped)
    {
        skipped = default;
        if (length > (ulong)message.Length)
        {
            return false;
        }

        skipped = message[..(int)length];
        message = message[(int)length..];
        return true;
    }

    private static bool TryReadVarint(scoped ref ReadOnlySpan<byte> message, out ulong value)
    {
        value = 0;
        for (int i = 0; i < message.Length && i < 10; i++)
        {
            value |= (ulong)(message[i] & 0x7f) << (7 * i);
            if ((message[i] & 0x80) == 0)
            {
                message = message[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
