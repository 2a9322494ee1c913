using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Telemetry.Extensions;

/// <summary>The template of a message: text with the keys of values in braces, which may have an alignment and a format, as in
/// <c>{total,10:0.00}</c>. Two braces are one of the text. Immutable.</summary>
internal sealed class MessageTemplate
{
    // No message needs more, and a mistake must not fill the log.
    private const int MaxAlignment = 1000;

    private readonly MessagePart[] _parts;

    private MessageTemplate(string text, MessagePart[] parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>The template as it was given.</summary>
    internal string Text { get; }

    /// <exception cref="FormatException">The template is not valid. The message says what to change.</exception>
    internal static MessageTemplate Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new FormatException(
                "The message is blank. Write text with keys of the event in braces, such as 'Order {id} placed', or omit the message.");
        }

        var parts = new List<MessagePart>();
        var literal = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '{')
            {
                int end = text.IndexOf('}', i);
                parts.Add(new(literal.ToString()));
                literal.Clear();
                parts.Add(Placeholder(text, end < 0 ? throw Unpaired(text, c) : text[(i + 1)..end]));
                i = end;
            }
            else
            {
                literal.Append(c == '}' ? throw Unpaired(text, c) : c);
            }
        }

        parts.Add(new(literal.ToString()));
        return new(text, [.. parts.Where(part => part.IsKey || part.Text.Length > 0)]);
    }

    /// <summary>Returns the message with the values of an entry. A value that the entry does not have is <c>(null)</c>.</summary>
    internal string Format(in LogEntry entry)
    {
        // Numbers are written into the buffer without a text of their own.
        var message = new DefaultInterpolatedStringHandler(
            0, 0, CultureInfo.InvariantCulture, stackalloc char[PlainMessage.UsualLength]);
        foreach (MessagePart part in _parts)
        {
            if (!part.IsKey)
            {
                message.AppendLiteral(part.Text);
                continue;
            }

            object? value = entry.ValueOf(part.Text);
            if (EntryValue.IsNumber(value) && part.Format is null)
            {
                message.AppendFormatted(value, part.Alignment);
            }
            else
            {
                message.AppendFormatted(EntryValue.TextOf(value, part.Format), part.Alignment);
            }
        }

        return message.ToStringAndClear();
    }

    private static MessagePart Placeholder(string template, string text)
    {
        int colon = text.IndexOf(':');
        string head = colon < 0 ? text : text[..colon];
        int comma = head.IndexOf(',');
        string key = (comma < 0 ? head : head[..comma]).Trim();
        int alignment = 0;
        bool isValid = key.Length > 0 && !key.Contains('{')
            && (comma < 0 || (int.TryParse(head.AsSpan(comma + 1), CultureInfo.InvariantCulture, out alignment)
                && Math.Abs((long)alignment) <= MaxAlignment));
        return isValid
            ? new(key, IsKey: true, alignment, colon < 0 || colon == text.Length - 1 ? null : text[(colon + 1)..])
            : throw new FormatException(
                $"The message '{template}' has the placeholder '{{{text}}}', which is not valid. Write the key of a measurement or of "
                + $"metadata, with an alignment of up to {MaxAlignment} and a format if needed: '{{id}}', '{{total,10:0.00}}'.");
    }

    private static FormatException Unpaired(string template, char brace) => new(
        $"The message '{template}' has a brace '{brace}' without the other one. Write '{brace}{brace}' for a brace in the text.");
}
