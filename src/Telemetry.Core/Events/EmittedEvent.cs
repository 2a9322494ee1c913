namespace Telemetry;

/// <summary>The identity of an event that is being emitted: its name, and the owner of the handlers that it is emitted to.</summary>
/// <remarks>The name and not the event: an event of a name that is not known is another object at each emit.</remarks>
internal readonly struct EmittedEvent(object owner, EventName name)
{
    private readonly object? _owner = owner;

    internal EventName Name { get; } = name;

    /// <summary>Whether both are the same event. The default value equals no event.</summary>
    internal bool IsSame(in EmittedEvent other) => _owner is not null && _owner == other._owner && Name.Equals(other.Name);
}
