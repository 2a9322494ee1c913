namespace Telemetry.Extensions;

/// <summary>The order in which the parts of the library start with the host. They stop in the reverse order.</summary>
internal enum HostedStage
{
    /// <summary>The configuration, whose errors end the start before anything else is started.</summary>
    Settings,

    /// <summary>The log, which has to receive what happens while the others start and stop.</summary>
    Logging,

    /// <summary>Metrics, which record the events of the others.</summary>
    Metrics,

    /// <summary>Reporters. They report the last values after the queued events are handled.</summary>
    Reporters,

    /// <summary>Handlers. At the stop, what is queued for them is handled.</summary>
    Handlers,

    /// <summary>Sources and polls, which emit.</summary>
    Sources,
}
