namespace Telemetry.Commands;

/// <summary>The origin of the events that reach a script handler.</summary>
public enum TelemetryHandlerScope
{
    /// <summary>Everywhere in the process: the session that registered the handler, other sessions, threads of
    /// programs.</summary>
    Process,

    /// <summary>Only the session that registered the handler.</summary>
    Session,
}
