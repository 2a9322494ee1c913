using System.Text;

namespace Telemetry.Reporters;

/// <summary>Formats a table. The names are in the last column: their length, in characters and on the screen, moves no other
/// column.</summary>
internal static class MetricTable
{
    // Less of a name says nothing: where the numbers leave no room for that, the lines are longer than the width.
    private const int MinNameWidth = 16;
    private const char Ellipsis = '…';

    /// <summary>Returns the text of a table, with an empty line at its end.</summary>
    /// <param name="title">The title.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="width">The number of characters at which names are cut.</param>
    /// <param name="newLine">The end of a line.</param>
    internal static string Text(string title, IReadOnlyList<TableRow> rows, int width, string newLine)
    {
        TableRow[] all = [TableRow.Header, .. rows];
        int[] widths = [.. TableRow.Header.Numbers.Select((_, i) => all.Max(row => row.Numbers[i].Length))];
        int unitWidth = all.Max(row => row.Unit.Length);
        int nameWidth = Math.Max(MinNameWidth, width - widths.Sum(column => column + 1) - unitWidth - 1);
        var text = new StringBuilder(title).Append(newLine);
        foreach (TableRow row in all)
        {
            for (int i = 0; i < widths.Length; i++)
            {
                text.Append(row.Numbers[i].PadLeft(widths[i])).Append(' ');
            }

            text.Append(row.Unit.PadRight(unitWidth)).Append(' ').Append(Cut(row.Name, nameWidth)).Append(newLine);
        }

        return text.Append(newLine).ToString();
    }

    private static string Cut(string text, int width)
    {
        if (text.Length <= width)
        {
            return text;
        }

        // Not between the halves of a character.
        int length = char.IsHighSurrogate(text[width - 2]) ? width - 2 : width - 1;
        return text.Substring(0, length) + Ellipsis;
    }
}
