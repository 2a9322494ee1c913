using System.Text;

namespace Telemetry;

/// <summary>Writes a section for each declared event, and one for each span with its events, in Markdown.</summary>
/// <param name="declarations">The declarations, in the order in which they are shown.</param>
internal sealed class DeclarationSections(EventDeclaration[] declarations)
{
    private const string OfSpan = "The operation is a span: its events end with `.start` and `.stop` or, if it fails, `.exception`.";

    /// <summary>Returns the sections: headings, descriptions and tables. Each line ends with a line feed.</summary>
    internal string Write()
    {
        var page = new StringBuilder("\n");
        foreach (EventDeclaration[] section in Sections())
        {
            EventDeclaration first = section[0];
            page.Append("## ").Append(first.Span ?? first.Name).Append("\n\n");
            if (DescriptionOf(first) is { Length: > 0 } description)
            {
                page.Append(description).Append(first.Span is null ? "\n\n" : " ");
            }

            page.Append(first.Span is null ? string.Empty : $"{OfSpan}\n\n").Append(Tables(section)).Append('\n');
        }

        return page.ToString();
    }

    /// <summary>Returns the tables alone.</summary>
    internal string WriteTables() => "\n" + string.Join("\n", Sections().Select(Tables)) + "\n";

    private IEnumerable<EventDeclaration[]> Sections() =>
        declarations.GroupBy(declaration => declaration.Span ?? declaration.Name).Select(section => section.ToArray());

    private static string Tables(EventDeclaration[] section) =>
        section[0].Span is null ? DeclarationTables.OfEvent(section[0]) : DeclarationTables.OfSpan(section);

    // That of the start of a span begins with words of its own.
    private static string DescriptionOf(EventDeclaration declaration)
    {
        string own = declaration.Span is null ? string.Empty : SpanDescriptions.Begins
            .FirstOrDefault(begin => declaration.Description.StartsWith(begin, StringComparison.Ordinal)) ?? string.Empty;
        return declaration.Description.Substring(own.Length).Trim();
    }
}
