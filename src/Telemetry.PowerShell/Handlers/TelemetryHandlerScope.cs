namespace Telemetry.Commands;

/// <summary>From where events reach a script handler.</summary>
public enum TelemetryHandlerScope
{
    /// <summary>From everywhere in the process: the session that registered it, other sessions, threads of
    /// programs.</summary>
    Process,

    /// <summary>Only from the session that registered it.</summary>
    Session,
}
