namespace Telemetry;

/// <summary>How a handler is attached, beyond its id, its events and its config. The default is a handler that is called on
/// the thread that emits, is detached when it fails, and has no statistics kept of it.</summary>
/// <remarks>Immutable; one may serve any number of handlers, from any thread.</remarks>
public sealed class HandlerOptions
{
    internal static HandlerOptions Default { get; } = new();

    /// <summary>What becomes of the handler when it fails. <see cref="Telemetry.FailurePolicy.Detach"/> unless
    /// set.</summary>
    public FailurePolicy FailurePolicy { get; init; }

    /// <summary>Whether to count the handler's calls and take their time (<see cref="HandlerRegistration.Statistics"/>),
    /// which costs each call some tens of nanoseconds.</summary>
    public bool CollectsStatistics { get; init; }

    /// <summary>Which events, of those attached to, reach the handler; null for all of them. It is asked on the thread that
    /// emits, before the event is counted or queued, and costs nothing else when it says no.</summary>
    public HandlerFilter? Filter { get; init; }

    /// <summary>Where events wait for the handler, which then runs beside the emitter; null for a handler that is called on
    /// the thread that emits, which waits for it.</summary>
    public HandlerBuffer? Buffer { get; init; }
}
