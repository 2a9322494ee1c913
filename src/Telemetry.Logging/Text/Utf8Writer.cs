using System.Buffers;
using System.Buffers.Text;

namespace Telemetry;

/// <summary>Writes text in UTF-8 into the memory of a buffer writer, which is called only when that memory is used up.</summary>
internal ref struct Utf8Writer
{
    // As long as the longest number: a sign, 17 digits, a point and an exponent.
    private const int LongestNumber = 32;
    private const int LongestTime = 40;

    // Doubles below are integers that need no exponent.
    private const double ExponentLimit = 1e15;

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _memory;
    private int _used;

    internal Utf8Writer(IBufferWriter<byte> output)
    {
        _output = output;
    }

    /// <summary>Hands over what was written.</summary>
    internal void Flush()
    {
        if (_used > 0)
        {
            _output.Advance(_used);
        }

        _memory = default;
        _used = 0;
    }

    /// <summary>The number of bytes that were written and not handed over.</summary>
    internal readonly int Used => _used;

    internal void Write(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        _used += text.Length;
    }

    /// <summary>Writes text in which some characters are escaped.</summary>
    internal void Write(string text, Escapes escapes)
    {
        int length = Utf8Text.Write(text, Reserve(Utf8Text.MaxLength(text, escapes)), escapes);
        _used += length;
    }

    internal void Write(long number)
    {
        Utf8Formatter.TryFormat(number, Reserve(LongestNumber), out int length);
        _used += length;
    }

    /// <summary>Writes a time in ISO 8601: with the letter Z of UTC, the offset of local time, or neither.</summary>
    internal void Write(DateTime time)
    {
        Utf8Formatter.TryFormat(time, Reserve(LongestTime), out int length, 'O');
        _used += length;
    }

    /// <summary>Writes a number with the fewest digits from which it can be read again.</summary>
    internal void Write(double number)
    {
        if (Math.Abs(number) < ExponentLimit && number == Math.Truncate(number))
        {
            Write((long)number);
        }
        else if (double.IsNaN(number) || double.IsInfinity(number))
        {
            Write(double.IsNaN(number) ? "NaN"u8 : number > 0 ? "+Inf"u8 : "-Inf"u8);
        }
        else
        {
            int length = NumberText.Write(number, Reserve(LongestNumber));
            _used += length;
        }
    }

    /// <summary>Writes a number of any kind; integers with all their digits.</summary>
    internal void Write(MeasurementValue value)
    {
        if (value.TryGetInt64(out long integer))
        {
            Write(integer);
        }
        else if (value.TryGetUInt64(out ulong large))
        {
            Utf8Formatter.TryFormat(large, Reserve(LongestNumber), out int length);
            _used += length;
        }
        else
        {
            Write(value.TryGetDouble(out double number) ? number : double.NaN);
        }
    }

    /// <summary>Writes a line that ends with an integer.</summary>
    internal void WriteLine(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, long number)
    {
        Span<byte> line = Reserve(first.Length + second.Length + LongestNumber);
        first.CopyTo(line);
        second.CopyTo(line.Slice(first.Length));
        int end = first.Length + second.Length;
        Utf8Formatter.TryFormat(number, line.Slice(end), out int length);
        line[end + length] = (byte)'\n';
        _used += end + length + 1;
    }

    /// <summary>Writes a line that ends with a number.</summary>
    internal void WriteLine(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, double number)
    {
        Write(first);
        Write(second);
        Write(number);
        Write("\n"u8);
    }

    /// <summary>Writes a line that ends with a value.</summary>
    internal void WriteLine(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, MeasurementValue value)
    {
        if (value.TryGetInt64(out long integer))
        {
            WriteLine(first, second, integer);
            return;
        }

        Write(first);
        Write(second);
        Write(value);
        Write("\n"u8);
    }

    // It may set the number of used bytes to 0, so that is not read before.
    private Span<byte> Reserve(int length)
    {
        if (_memory.Length - _used < length)
        {
            Flush();
            _memory = _output.GetSpan(length);
        }

        return _memory.Slice(_used);
    }
}
