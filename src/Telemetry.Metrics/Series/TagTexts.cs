#if NET
using System.Globalization;
#endif

namespace Telemetry.Metrics;

/// <summary>The texts of an event's tag values, one after the other in a buffer of the thread, so that a series is found by them
/// without a string.</summary>
internal sealed class TagTexts
{
    [ThreadStatic]
    private static TagTexts? t_free;

    private char[] _buffer = new char[256];
    private int[] _ends = new int[8];
    private int _count;

    /// <summary>Takes the buffer of the thread. The texts of values are made by code of others, which may get here again on the
    /// same thread.</summary>
    internal static TagTexts Rent()
    {
        TagTexts texts = t_free ?? new TagTexts();
        t_free = null;
        texts._count = 0;
        return texts;
    }

    internal void Return() => t_free = this;

    internal void Add(MetadataValue value)
    {
        if (!value.TryGetString(out string? text) || text.Length > TagText.MaximumLength || TagText.HasHalf(text))
        {
#if NET
            Span<char> digits = stackalloc char[20];
            if (value.Kind is MetadataValueKind.Int32 or MetadataValueKind.Int64
                && value.TryGetInt64(out long integer)
                && integer.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture))
            {
                Append(digits.Slice(0, length));
                return;
            }
#endif
            text = TagText.Of(value);
        }

        Append(text.AsSpan());
    }

    internal int Hash()
    {
        ulong hash = TagHash.Seed;
        for (int i = 0; i < _count; i++)
        {
            hash = TagHash.Add(hash, this[i]);
        }

        return TagHash.Finish(hash);
    }

    internal bool AreThose(string[] texts)
    {
        for (int i = 0; i < texts.Length; i++)
        {
            if (!this[i].SequenceEqual(texts[i].AsSpan()))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the texts as strings: the emitter's own ones where they are the same.</summary>
    internal string[] ToStrings(in TagValues values)
    {
        string[] texts = new string[_count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = values[i].TryGetString(out string? own) && this[i].SequenceEqual(own.AsSpan()) ? own : this[i].ToString();
        }

        return texts;
    }

    private ReadOnlySpan<char> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _ends[index - 1];
            return _buffer.AsSpan(start, _ends[index] - start);
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        int start = _count == 0 ? 0 : _ends[_count - 1];
        if (_buffer.Length < start + text.Length)
        {
            Array.Resize(ref _buffer, Math.Max(start + text.Length, _buffer.Length * 2));
        }

        if (_count == _ends.Length)
        {
            Array.Resize(ref _ends, _count * 2);
        }

        text.CopyTo(_buffer.AsSpan(start));
        _ends[_count++] = start + text.Length;
    }
}
