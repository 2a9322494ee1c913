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

        throw new ArgumentException($"'{name}' is a valid event name.", nameof(name));
    }
}
