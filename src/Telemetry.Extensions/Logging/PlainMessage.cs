using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Telemetry.Extensions;

/// <summary>The message of an entry without a template: its name and all values, as in <c>order.placed duration=12.5ms
/// country=AT</c>. A stack trace is at the end, on lines of its own.</summary>
internal static class PlainMessage
{
    /// <summary>The number of characters that most messages have at most, for which no buffer is allocated.</summary>
    internal const int UsualLength = 256;

    internal static string Of(in LogEntry entry)
    {
        // Numbers are written into the buffer without a text of their own.
        var message = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[UsualLength]);
        message.AppendLiteral(entry.Name);
        string? stack = null;
        foreach (KeyValuePair<string, object?> value in entry.Values)
        {
            if (string.Equals(value.Key, SpanKeys.StackTrace, StringComparison.OrdinalIgnoreCase) && value.Value is string text)
            {
                stack = text;
                continue;
            }

            message.AppendLiteral(" ");
            message.AppendLiteral(value.Key);
            message.AppendLiteral("=");
            if (EntryValue.IsNumber(value.Value))
            {
                message.AppendFormatted(value.Value);
            }
            else
            {
                message.AppendLiteral(Quoted(EntryValue.TextOf(value.Value)));
            }
        }

        if (stack is not null)
        {
            message.AppendLiteral(Environment.NewLine);
            message.AppendLiteral(stack);
        }

        return message.ToStringAndClear();
    }

    private static string Quoted(string text)
    {
        if (text.Length > 0 && !NeedsQuotes(text))
        {
            return text;
        }

        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    // A value with an end of line could look like an entry of its own.
    private static bool NeedsQuotes(string text)
    {
        foreach (char c in text)
        {
            if (c is '"' or '=' || char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }
}
