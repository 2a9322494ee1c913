using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>An alert to register. Immutable.</summary>
internal sealed class AlertRequest
{
    /// <summary>The definition.</summary>
    internal required AlertDefinition Definition { get; init; }

    /// <summary>The warnings of the alert.</summary>
    internal required SessionWarnings Warnings { get; init; }

    /// <summary>The action; null for none.</summary>
    internal ScriptAction? Action { get; init; }

    /// <summary>The session and the module of the action, with which the alert leaves; null for an alert without an action, which stays
    /// until no session is left.</summary>
    internal BlockOwners? Owners { get; init; }
}
