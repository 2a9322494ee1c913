namespace Telemetry;

/// <summary>The signals that end a process unless it handles them (<see cref="ProcessEnd.Ignore"/>).</summary>
[Flags]
public enum ProcessSignals
{
    /// <summary>No signal.</summary>
    None = 0,

    /// <summary>SIGINT and SIGQUIT; Ctrl+C and Ctrl+Break on Windows.</summary>
    Interrupt = 1,

    /// <summary>SIGTERM; the shutdown of the system on Windows.</summary>
    Terminate = 2,

    /// <summary>SIGHUP; the closing of the console window on Windows.</summary>
    HangUp = 4,
}
