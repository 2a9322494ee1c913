using System.Text;

namespace Telemetry.Analyzers;

/// <summary>Corrects names that are nearly valid.</summary>
internal static class NameCorrection
{
    /// <summary>Returns the valid name that was probably meant: without empty segments and invisible characters, and with underscores
    /// for white space. Null if there is no such name.</summary>
    internal static string? Of(string name)
    {
        IEnumerable<string> segments = name.Split(EventNameSyntax.Separator).Select(SegmentOf).Where(segment => segment.Length > 0);
        string corrected = string.Join(EventNameSyntax.SeparatorString, segments);
        return corrected != name && EventNameSyntax.FindProblem(corrected) is null ? corrected : null;
    }

    private static string SegmentOf(string segment)
    {
        var corrected = new StringBuilder();
        string trimmed = segment.Trim();
        for (int i = 0; i < trimmed.Length; i += EventNameSyntax.LengthAt(trimmed, i))
        {
            string character = trimmed.Substring(i, EventNameSyntax.LengthAt(trimmed, i));
            corrected.Append(
                string.IsNullOrWhiteSpace(character) ? "_"
                : EventNameSyntax.FindProblem(character) is null || IsWildcard(character) ? character
                : string.Empty);
        }

        return corrected.ToString();
    }

    // Kept, so that the name stays invalid: nobody knows what was meant.
    private static bool IsWildcard(string character) => character is "*" or "?" or "[" or "]";
}
