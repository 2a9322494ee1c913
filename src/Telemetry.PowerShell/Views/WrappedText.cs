using System.Text;

namespace Telemetry.Commands;

/// <summary>Breaks text into lines between words: a cell of a table is cut within them by the engine.</summary>
internal static class WrappedText
{
    // A name with dots is broken after one, and a list of values after a bar.
    private const string Ends = " .|";

    /// <summary>Returns the text in lines of at most a number of characters. A longer word is a line of its own.</summary>
    internal static string Of(string text, int width)
    {
        var lines = new StringBuilder();
        int start = 0;
        while (text.Length - start > width)
        {
            // A line may end with a space that is no longer a part of it.
            int end = text.LastIndexOfAny(Ends.ToCharArray(), start + width, width + 1);
            end = end > start && text[end] != ' ' && end == start + width ? text.LastIndexOfAny(Ends.ToCharArray(), end - 1, width) : end;
            int next = end < 0 ? start + width : end + 1;
            lines.Append(text, start, next - start).Replace(" ", string.Empty, lines.Length - 1, 1).Append('\n');
            start = next;
        }

        return lines.Append(text, start, text.Length - start).ToString();
    }
}
