using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>
/// Events for one emit each, of an unknown name. Each thread reuses events of its own; an event that is emitted by a handler of
/// another one takes the next.
/// </summary>
internal static class TransientEvent
{
    // The number of events that can be emitted nested.
    private const int MaxKept = ThreadState.MaxDepthOutsideCircles;

    [ThreadStatic]
    private static Stack<TelemetryEvent>? t_free;

    internal static TelemetryEvent Rent(TelemetryDispatcher dispatcher, EventName name, HandlerSlot[] slots)
    {
        if (t_free is not { Count: > 0 } free)
        {
            return new TelemetryEvent(dispatcher, name) { Slots = slots };
        }

        TelemetryEvent rented = free.Pop();
        rented.Reuse(dispatcher, name, slots);
        return rented;
    }

    /// <summary>Emits an event and returns it for reuse.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Execute(
        TelemetryEvent rented,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        try
        {
            rented.Execute(measurements, metadata);
        }
        finally
        {
            Return(rented);
        }
    }

    /// <inheritdoc cref="Execute(TelemetryEvent, ReadOnlySpan{KeyValuePair{string, MeasurementValue}},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Execute<TState>(TelemetryEvent rented, TState state, EventBuilderAction<TState> build)
    {
        try
        {
            rented.Execute(state, build);
        }
        finally
        {
            Return(rented);
        }
    }

    // Removes all references, so that nothing of the event is kept alive. An event whose emit never began is not returned, and
    // left to the garbage collector.
    private static void Return(TelemetryEvent rented)
    {
        rented.Reuse(null, null, null);
        Stack<TelemetryEvent> free = t_free ??= new();
        if (free.Count < MaxKept)
        {
            free.Push(rented);
        }
    }
}
