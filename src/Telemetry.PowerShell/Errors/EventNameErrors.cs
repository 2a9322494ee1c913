using System.Management.Automation;

namespace Telemetry.PowerShell;

/// <summary>Turns a name that is none into the error that says so.</summary>
internal static class EventNameErrors
{
    internal static ErrorRecord For(string? name)
    {
        try
        {
            EventName.Parse(name ?? string.Empty);
        }
        catch (FormatException e)
        {
            return TelemetryErrors.InvalidEventName(name, e);
        }

        throw new InvalidOperationException($"'{name}' is a valid event name.");
    }

    /// <summary>The same for the prefix of a list, which takes the place that a wildcard would have.</summary>
    internal static ErrorRecord ForPrefix(string name)
    {
        ErrorRecord error = For(name);
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            error.ErrorDetails = new ErrorDetails(
                $"'{name}' is not an event name. A prefix needs no wildcard: 'web' lists 'web' and all below it.");
        }

        return error;
    }
}
