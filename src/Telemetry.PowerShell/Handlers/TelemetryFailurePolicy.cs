namespace Telemetry.Commands;

/// <summary>What becomes of a handler that fails.</summary>
public enum TelemetryFailurePolicy
{
    /// <summary>It is unregistered: at its first failure, or after as many in a row as are asked for.</summary>
    Detach,

    /// <summary>It stays registered, however often it fails.</summary>
    Keep,
}
