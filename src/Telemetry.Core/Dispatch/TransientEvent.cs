using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>
/// Events that serve one emit each, of a name that is not known. Each thread has its own, and uses them again; an event that is
/// emitted by a handler of another takes the next one.
/// </summary>
internal static class TransientEvent
{
    // As many as events can be emitted nested.
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

    /// <summary>Emits an event, and takes it back.</summary>
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

    /// <inheritdoc cref="Execute(TelemetryEvent, ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
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

    // Keeps nothing of the event alive. One whose emit never began is not returned, and left to the collector.
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
