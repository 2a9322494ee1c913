using System.Text;

namespace Telemetry;

/// <summary>Writes the blocks of declared events in a page again.</summary>
/// <param name="declarations">The declarations, in the order in which they are shown.</param>
internal sealed class PageBlocks(EventDeclaration[] declarations)
{
    internal string Update(List<string> lines)
    {
        var page = new StringBuilder();
        for (int i = 0; i < lines.Count; i++)
        {
            page.Append(i == 0 ? string.Empty : "\n").Append(lines[i]);
            if (PageBlock.SelectionOf(lines[i]) is { } selection)
            {
                int end = lines.FindIndex(i + 1, line => PageBlock.IsEnd(line) || PageBlock.SelectionOf(line) is not null);
                if (end < 0 || !PageBlock.IsEnd(lines[end]))
                {
                    throw new FormatException($"Line {i + 1}: the block '{selection}' has no end. Add the line {PageBlock.End}.");
                }

                page.Append('\n').Append(Write(selection, i + 1)).Append(lines[end]);
                i = end;
            }
        }

        return page.ToString();
    }

    private string Write(string selection, int line)
    {
        string[] names = [.. selection.Split(',').Select(name => name.Trim()).Where(name => name.Length > 0)];
        foreach (string name in names)
        {
            if (!Array.Exists(declarations, declaration => IsSelected(declaration, name)))
            {
                throw new FormatException($"Line {line}: no event '{name}' is declared. Correct the name, or remove the block.");
            }
        }

        var sections = new DeclarationSections(
            [.. declarations.Where(declaration => Array.Exists(names, name => IsSelected(declaration, name)))]);
        return names.Length == 1 && !IsPattern(names[0]) ? sections.WriteTables() : sections.Write();
    }

    // A pattern selects what a handler with that pattern receives, and * all that there is.
    private static bool IsSelected(EventDeclaration declaration, string name) =>
        name == "*"
        || IsSame(declaration.Name, name)
        || (declaration.Span is { } span && IsSame(span, name))
        || (IsPattern(name) && EventPattern.TryParse(name, out EventPattern? pattern) && pattern.IsMatch(declaration.Name));

    private static bool IsSame(EventName name, string other) => string.Equals(name.ToString(), other, StringComparison.OrdinalIgnoreCase);

    private static bool IsPattern(string name) => name.IndexOfAny(['*', '?']) >= 0;
}
