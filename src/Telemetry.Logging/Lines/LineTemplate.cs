using System.Globalization;
using System.Text;

namespace Telemetry.Logging;

/// <summary>Reads templates: text with placeholders in braces. Two braces are one of the text.</summary>
internal static class LineTemplate
{
    /// <summary>The template if none is given.</summary>
    internal const string Default = "{time} {name} {measurements} {metadata}";

    private const string KnownPlaceholders =
        "{time}, {time:HH:mm:ss}, {name}, {pid}, {span}, {parent}, {measurements}, {metadata}, and {measurements.key} and {metadata.key} "
        + "with the key of one";

    private const string OfMeasurement = "measurements.";
    private const string OfMetadata = "metadata.";

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">It is not valid. The message is a clause that says what to change.</exception>
    internal static IReadOnlyList<TemplatePart> Parse(string template)
    {
        if (template.Trim().Length == 0)
        {
            throw new FormatException($"it is empty. Use text with placeholders: {KnownPlaceholders}.");
        }

        if (template.Any(char.IsControl))
        {
            throw new FormatException("it contains a line end or another control character, and an event is one line. Remove it.");
        }

        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            char c = template[i];
            bool isDoubled = i + 1 < template.Length && template[i + 1] == c;
            if (c is '{' or '}' && isDoubled)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '{')
            {
                int end = template.IndexOf('}', i);
                parts.Add(new(TemplatePartKind.Literal, literal.ToString()));
                literal.Clear();
                parts.Add(Placeholder(end < 0 ? throw Unpaired(c) : template.Substring(i + 1, end - i - 1)));
                i = end;
            }
            else
            {
                literal.Append(c == '}' ? throw Unpaired(c) : c);
            }
        }

        parts.Add(new(TemplatePartKind.Literal, literal.ToString()));
        return [.. parts.Where(part => part.Kind != TemplatePartKind.Literal || part.Text.Length > 0)];
    }

    private static FormatException Unpaired(char brace) =>
        new($"it has a brace '{brace}' without the other one. Write '{brace}{brace}' for a brace in the text.");

    private static TemplatePart Placeholder(string text)
    {
        string name = text.Trim();
        int colon = name.IndexOf(':');
        string head = (colon < 0 ? name : name.Substring(0, colon)).ToUpperInvariant();
        return head switch
        {
            "TIME" => Time(colon < 0 ? string.Empty : name.Substring(colon + 1)),
            "NAME" when colon < 0 => new(TemplatePartKind.Name, string.Empty),
            "PID" when colon < 0 => new(TemplatePartKind.Pid, string.Empty),
            "SPAN" when colon < 0 => new(TemplatePartKind.Span, string.Empty),
            "PARENT" when colon < 0 => new(TemplatePartKind.Parent, string.Empty),
            "MEASUREMENTS" when colon < 0 => new(TemplatePartKind.Measurements, string.Empty),
            "METADATA" when colon < 0 => new(TemplatePartKind.Metadata, string.Empty),
            _ when KeyIn(name, OfMeasurement) is { } key => new(TemplatePartKind.Measurement, key),
            _ when KeyIn(name, OfMetadata) is { } key => new(TemplatePartKind.MetadataEntry, key),
            _ => throw new FormatException($"it has the placeholder '{{{text}}}', which is not known. Use {KnownPlaceholders}."),
        };
    }

    private static string? KeyIn(string name, string beginning) =>
        name.Length > beginning.Length && name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)
            ? name.Substring(beginning.Length)
            : null;

    private static TemplatePart Time(string format)
    {
        try
        {
            _ = DateTime.UtcNow.ToString(format, CultureInfo.InvariantCulture);
            return new(TemplatePartKind.Time, format);
        }
        catch (FormatException)
        {
            throw new FormatException(
                $"it has the format '{format}' for the time, which is not a format of .NET. Use one such as {{time:HH:mm:ss}}.");
        }
    }
}
