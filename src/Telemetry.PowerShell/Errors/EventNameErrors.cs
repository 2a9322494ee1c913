using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Turns a name that is none into the error that says so.</summary>
internal static class EventNameErrors
{
    internal static ErrorRecord For(string? name) => FailureOf(name, static text => EventName.Parse(text));

    /// <summary>The same where a pattern may stand.</summary>
    internal static ErrorRecord ForPattern(string? pattern) => FailureOf(pattern, static text => EventPattern.Parse(text));

    /// <summary>The same for the prefix of a list, which takes the place that a wildcard would have.</summary>
    internal static ErrorRecord ForPrefix(string name)
    {
        ErrorRecord error = For(name);
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            // After what the exception says, which shows the name with the characters that cannot be seen.
            error.ErrorDetails = new ErrorDetails(
                $"{error.Exception.Message} A prefix needs no wildcard: 'web' lists 'web' and all below it.");
        }

        return error;
    }

    private static ErrorRecord FailureOf(string? text, Action<string> parse)
    {
        try
        {
            parse(text ?? string.Empty);
        }
        catch (FormatException e)
        {
            return TelemetryErrors.InvalidEventName(text, e);
        }

        throw new InvalidOperationException($"'{text}' is valid.");
    }
}
