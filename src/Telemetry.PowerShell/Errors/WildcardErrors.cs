using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Finds wildcards that are none, which the engine would end the whole command with.</summary>
internal static class WildcardErrors
{
    /// <summary>What is wrong with a text that may have wildcards in it; null where nothing is.</summary>
    internal static ErrorRecord? Find(string text)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(text))
        {
            return null;
        }

        try
        {
            // It is read when it is first used.
            new WildcardPattern(text, WildcardOptions.IgnoreCase).IsMatch(string.Empty);
            return null;
        }
        catch (WildcardPatternException e)
        {
            return TelemetryErrors.InvalidWildcard(text, e);
        }
    }
}
