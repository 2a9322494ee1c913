using System.Text;

namespace Telemetry.Logging;

/// <summary>Writes values as the pairs of logfmt and as text. Safe to use from any thread.</summary>
/// <param name="fields">Reads the members of objects and the items of lists.</param>
internal sealed class PlainValues(LineFields fields)
{
    private readonly JsonValues _json = new(fields);

    /// <summary>Writes a pair with a space before it; for an object, a pair for each member, whose key begins with that of the
    /// object.</summary>
    internal void WritePair(ref LineOutput output, string key, LogValue value, int depth = 0)
    {
        if (value.Kind != LogValueKind.Members || depth >= JsonValues.MaxDepth)
        {
            output.Writer.Write(" "u8);
            output.Writer.Write(KeyText(key), Escapes.Controls);
            output.Writer.Write("="u8);
            Write(ref output, value, isQuoted: true, hasUnit: false);
            return;
        }

        using var walk = new ItemWalk(value.Members);
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (walk.MoveNext())
        {
            if (!output.HasRoom(used.Count, JsonValues.MaxItems))
            {
                break;
            }

            var member = (KeyValuePair<string, object?>)walk.Current!;
            LogValue inner = fields.ReadMember(member);
            WritePair(ref output, $"{key}.{fields.KeyOf(used, member.Key ?? string.Empty, inner)}", inner, depth + 1);
        }

        if (used.Count == 0 || walk.Problem is not null)
        {
            string text = walk.Problem is { } problem ? Unreadable.Because(problem) : "{}";
            WritePair(ref output, key, LogValue.Of(text), JsonValues.MaxDepth);
        }
    }

    /// <summary>Writes a value.</summary>
    /// <param name="output">The line.</param>
    /// <param name="value">The value.</param>
    /// <param name="isQuoted">Whether text is quoted where a reader of pairs needs it.</param>
    /// <param name="hasUnit">Whether a span of time has its unit.</param>
    internal void Write(ref LineOutput output, LogValue value, bool isQuoted, bool hasUnit)
    {
        switch (value.Kind)
        {
            case LogValueKind.Text:
                WriteText(ref output.Writer, value.Text, isQuoted);
                break;
            case LogValueKind.Duration:
                _json.Write(ref output, value);
                output.Writer.Write(hasUnit ? fields.Unit.Name : string.Empty, Escapes.Controls);
                break;
            case LogValueKind.List or LogValueKind.Members:
                WriteText(ref output.Writer, JsonOf(value), isQuoted);
                break;
            default:
                _json.Write(ref output, value);
                break;
        }
    }

    private string JsonOf(LogValue value)
    {
        var buffer = new ByteBuffer();
        var inner = new LineOutput(buffer);
        _json.Write(ref inner, value);
        inner.Writer.Flush();
        return Encoding.UTF8.GetString(buffer.Bytes, 0, buffer.Length);
    }

    private static void WriteText(ref Utf8Writer writer, string text, bool isQuoted)
    {
        if (isQuoted && NeedsQuotes(text))
        {
            JsonValues.WriteText(ref writer, text);
        }
        else
        {
            writer.Write(text, Escapes.Controls);
        }
    }

    // Text that looks like another value keeps its type by the quotation marks.
    private static bool NeedsQuotes(string text)
    {
        foreach (char c in text)
        {
            if (c is <= ' ' or '=' or '"' or '\\' or (>= '\u007F' and <= '\u00A0'))
            {
                return true;
            }
        }

        return text is "" or "null" or "true" or "false";
    }

    private static string KeyText(string key) => key.Any(IsNoKey) ? new string([.. key.Select(c => IsNoKey(c) ? '_' : c)]) : key;

    private static bool IsNoKey(char c) => c is <= ' ' or '=' or '"' or (>= '\u007F' and <= '\u00A0');
}
