using System.Globalization;
using System.Text;

namespace Telemetry.Extensions;

/// <summary>The message of an entry without a template: its name and all values, as in <c>order.placed duration=12.5ms
/// country=AT</c>. A stack trace is at the end, on lines of its own.</summary>
internal static class PlainMessage
{
    internal static string Of(in LogEntry entry)
    {
        var message = new StringBuilder(entry.Name);
        string? stack = null;
        foreach (KeyValuePair<string, object?> value in entry.Values)
        {
            if (string.Equals(value.Key, SpanKeys.StackTrace, StringComparison.OrdinalIgnoreCase) && value.Value is string text)
            {
                stack = text;
                continue;
            }

            message.Append(' ').Append(value.Key).Append('=');
            AppendQuoted(message, EntryValue.TextOf(value.Value));
        }

        return stack is null ? message.ToString() : message.AppendLine().Append(stack).ToString();
    }

    private static void AppendQuoted(StringBuilder message, string text)
    {
        if (text.Length > 0 && !text.Any(NeedsQuotes))
        {
            message.Append(text);
            return;
        }

        message.Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' or '\\' => message.Append('\\').Append(c),
                '\n' => message.Append("\\n"),
                '\r' => message.Append("\\r"),
                '\t' => message.Append("\\t"),
                _ when char.IsControl(c) => message.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => message.Append(c),
            };
        }

        message.Append('"');
    }

    // A value with an end of line could look like an entry of its own.
    private static bool NeedsQuotes(char c) => c is '"' or '=' || char.IsWhiteSpace(c) || char.IsControl(c);
}
