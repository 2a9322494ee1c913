namespace Telemetry.Commands;

/// <summary>Completes the names of events where the first segments stand for all that begin with them.</summary>
internal sealed class EventPrefixCompleter : EventNameCompleter
{
    /// <inheritdoc/>
    protected override bool TakesPrefix => true;

    /// <inheritdoc/>
    protected override string Write(string prefix) => prefix;
}
