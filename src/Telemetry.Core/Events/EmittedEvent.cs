namespace Telemetry;

/// <summary>The identity of an event that is being emitted: its name, and the owner of the handlers that it is emitted to.</summary>
/// <remarks>It has the name instead of the event, as an unknown name is emitted by another <see cref="TelemetryEvent"/> each
/// time.</remarks>
internal readonly struct EmittedEvent(object owner, EventName name)
{
    private readonly object? _owner = owner;

    internal EventName Name { get; } = name;

    /// <summary>Determines whether both are the same event. The default value equals no event.</summary>
    internal bool IsSame(in EmittedEvent other) => _owner is not null && _owner == other._owner && Name.Equals(other.Name);
}
