using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Reads the patterns that cmdlets are given.</summary>
internal static class PatternArgument
{
    /// <summary>Reads a name or a pattern, or ends the cmdlet with an error that says what is wrong with it.</summary>
    internal static EventPattern ParsePattern(this PSCmdlet cmdlet, string text)
    {
        if (!EventPattern.TryParse(text, out EventPattern? pattern))
        {
            cmdlet.ThrowTerminatingError(EventNameErrors.ForPattern(text));
        }

        return pattern!;
    }
}
