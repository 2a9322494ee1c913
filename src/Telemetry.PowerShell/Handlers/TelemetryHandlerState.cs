namespace Telemetry.Commands;

/// <summary>How a handler stands.</summary>
public enum TelemetryHandlerState
{
    /// <summary>It is registered, and its last call went well or is still to come.</summary>
    Registered,

    /// <summary>It is registered, and its last call failed.</summary>
    Failing,

    /// <summary>It is registered no more.</summary>
    Unregistered,
}
