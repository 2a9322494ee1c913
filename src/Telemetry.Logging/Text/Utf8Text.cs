namespace Telemetry;

/// <summary>Converts text to UTF-8 and escapes characters in one pass. Halves of characters (lone surrogates) become the replacement
/// character.</summary>
internal static class Utf8Text
{
    // Control characters are those before the space, this one, and 32 from 0x80 on, of which terminals obey some.
    private const byte Delete = 0x7F;
    private const char FirstAfterControls = '\u00A0';

    /// <summary>Returns the highest number of bytes that text can have.</summary>
    internal static int MaxLength(string text, Escapes escapes) => checked(text.Length * (HasControls(escapes) ? 6 : 3));

    /// <summary>Writes text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">The memory to write to, at least as long as <see cref="MaxLength"/> says.</param>
    /// <param name="escapes">The characters to escape.</param>
    /// <returns>The number of bytes written.</returns>
    internal static int Write(string text, Span<byte> destination, Escapes escapes)
    {
#if NET
        if (AsciiText.TryWrite(text, destination))
        {
            return text.Length;
        }
#endif
        return WriteEscaped(text, destination, escapes);
    }

    private static int WriteEscaped(string text, Span<byte> destination, Escapes escapes)
    {
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c < 0x80)
            {
                length += WriteAscii((byte)c, destination.Slice(length), escapes);
                continue;
            }

            if (c < FirstAfterControls && HasControls(escapes))
            {
                length += WriteEscape(c, destination.Slice(length));
                continue;
            }

            int code = c;
            if (char.IsSurrogate(c))
            {
                bool isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
                code = isPair ? char.ConvertToUtf32(c, text[++i]) : '\uFFFD';
            }

            length += WriteCode(code, destination.Slice(length));
        }

        return length;
    }

    private static int WriteAscii(byte c, Span<byte> destination, Escapes escapes)
    {
        bool isEscaped = c == '\n'
            || (c == '\\' && escapes != Escapes.Controls)
            || (c == '"' && escapes is not (Escapes.Line or Escapes.Controls));
        if (isEscaped)
        {
            destination[0] = (byte)'\\';
            destination[1] = c == '\n' ? (byte)'n' : c;
            return 2;
        }

        if (c is < (byte)' ' or Delete && HasControls(escapes))
        {
            return WriteEscape(c, destination);
        }

        destination[0] = c;
        return 1;
    }

    private static bool HasControls(Escapes escapes) => escapes is Escapes.Json or Escapes.Controls;

    private static int WriteEscape(int c, Span<byte> destination)
    {
        "\\u00"u8.CopyTo(destination);
        destination[4] = Hex(c >> 4);
        destination[5] = Hex(c & 15);
        return 6;
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);

    private static int WriteCode(int code, Span<byte> destination)
    {
        int length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        for (int i = length - 1; i > 0; i--)
        {
            destination[i] = (byte)(0x80 | (code & 0x3F));
            code >>= 6;
        }

        // As many ones as there are bytes, and a zero.
        destination[0] = (byte)((0xF00 >> length) | code);
        return length;
    }
}
