namespace Telemetry.Commands;

/// <summary>The state of a handler.</summary>
public enum TelemetryHandlerState
{
    /// <summary>The handler is registered, and its last call succeeded or is still to come.</summary>
    Registered,

    /// <summary>The handler is registered, and its last call failed.</summary>
    Failing,

    /// <summary>The handler is no longer registered.</summary>
    Unregistered,
}
