using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Creates the error of an invalid event name.</summary>
internal static class EventNameErrors
{
    internal static ErrorRecord For(string? name) => FailureOf(name, static text => EventName.Parse(text));

    /// <summary>Creates the error of an invalid pattern.</summary>
    internal static ErrorRecord ForPattern(string? pattern) => FailureOf(pattern, static text => EventPattern.Parse(text));

    /// <summary>Creates the error of an invalid prefix. A prefix selects all names below it, so a wildcard in it is a likely
    /// mistake.</summary>
    internal static ErrorRecord ForPrefix(string name)
    {
        ErrorRecord error = For(name);
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            // Appended to the message of the exception, which shows the invisible characters of the name.
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
