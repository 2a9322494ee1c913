namespace Telemetry.Commands;

/// <summary>Completes the names of events where a prefix selects all events that begin with it.</summary>
internal sealed class EventPrefixCompleter : EventNameCompleter
{
    /// <inheritdoc/>
    protected override bool TakesPrefix => true;

    /// <inheritdoc/>
    protected override string Write(string prefix) => prefix;
}
