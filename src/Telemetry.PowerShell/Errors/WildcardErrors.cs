using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Validates wildcards. The engine would end the whole command because of an invalid one.</summary>
internal static class WildcardErrors
{
    /// <summary>Gets the error of a text that may contain wildcards; null if the text is valid.</summary>
    internal static ErrorRecord? Find(string text)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(text))
        {
            return null;
        }

        try
        {
            // The engine parses a pattern when it is first used.
            new WildcardPattern(text, WildcardOptions.IgnoreCase).IsMatch(string.Empty);
            return null;
        }
        catch (WildcardPatternException e)
        {
            return TelemetryErrors.InvalidWildcard(text, e);
        }
    }
}
