namespace Telemetry.Commands;

/// <summary>The state of a source of the platform.</summary>
public enum TelemetrySourceState
{
    /// <summary>The source is not enabled, and does not exist yet in this process. It is known what it will give.</summary>
    Known,

    /// <summary>The source exists, and is not enabled.</summary>
    Available,

    /// <summary>The source is enabled, and does not exist yet.</summary>
    Waiting,

    /// <summary>The source is enabled, and no handler and no metric matches its events: it is not listened to.</summary>
    Idle,

    /// <summary>The source is enabled, and its signals become events.</summary>
    Listening,
}
