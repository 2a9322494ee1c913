namespace Telemetry.Commands;

/// <summary>Completes the names of events where a pattern is allowed: <c>web.*</c> for all that begin with
/// <c>web</c>.</summary>
internal sealed class EventPatternCompleter : EventNameCompleter
{
    /// <inheritdoc/>
    protected override bool TakesPrefix => true;

    /// <inheritdoc/>
    protected override string Write(string prefix) => $"{prefix}.*";
}
