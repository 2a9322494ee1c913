using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Parses the patterns that are passed to cmdlets.</summary>
internal static class PatternArgument
{
    /// <summary>Parses a name or a pattern. An invalid one ends the cmdlet with an error that describes the
    /// problem.</summary>
    internal static EventPattern ParsePattern(this PSCmdlet cmdlet, string text)
    {
        if (!EventPattern.TryParse(text, out EventPattern? pattern))
        {
            cmdlet.ThrowTerminatingError(EventNameErrors.ForPattern(text));
        }

        return pattern!;
    }
}
