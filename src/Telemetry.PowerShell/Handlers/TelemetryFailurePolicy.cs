namespace Telemetry.Commands;

/// <summary>The action for a handler that fails.</summary>
public enum TelemetryFailurePolicy
{
    /// <summary>The handler is unregistered, at its first failure or after a given number of failures in a row.</summary>
    Detach,

    /// <summary>The handler stays registered, however often it fails.</summary>
    Keep,
}
