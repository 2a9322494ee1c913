using System.Text;

namespace Telemetry.Reporters;

/// <summary>Text of a server that is shown to the user.</summary>
internal static class PrintableText
{
    private const int Longest = 200;

    /// <summary>Returns the first line that has text, up to 200 characters of it, with a space for each character that a terminal
    /// would obey. Empty for a page of HTML, whose first line says nothing.</summary>
    internal static string Of(string text)
    {
        string line = text.Split('\n', '\r').FirstOrDefault(one => !string.IsNullOrWhiteSpace(one)) ?? string.Empty;
        var shown = new StringBuilder();
        foreach (char c in line.Trim())
        {
            shown.Append(PlainText.IsShown(c) ? c : ' ');
            if (shown.Length == Longest)
            {
                shown.Append('…');
                break;
            }
        }

        return shown.Length > 0 && shown[0] == '<' ? string.Empty : shown.ToString().Trim();
    }
}
