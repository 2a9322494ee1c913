using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>
/// The handle of an event, which an emitter gets once (<see cref="TelemetryDispatcher.GetEvent(EventName)"/>) and keeps,
/// as one keeps a counter. Safe to use from any thread.
/// </summary>
/// <example>
/// <code>
/// static readonly TelemetryEvent s_done = TelemetryDispatcher.Default.GetEvent("web.request.done");
///
/// s_done.Execute([new("duration", watch.Elapsed)], [new("route", route)]);
/// </code>
/// </example>
public sealed partial class TelemetryEvent
{
    // Null where there is no handler; never an empty array. Replaced under the dispatcher's lock, never changed.
    private HandlerSlot[]? _slots;

    internal TelemetryEvent(TelemetryDispatcher dispatcher, EventName name)
    {
        Dispatcher = dispatcher;
        EventName = name;
    }

    /// <summary>The name, in the spelling first given.</summary>
    public EventName EventName { get; private set; }

    /// <summary>The dispatcher the event belongs to.</summary>
    public TelemetryDispatcher Dispatcher { get; private set; }

    /// <summary>Whether anyone listens: one volatile read. Ask it before building what is costly to build.</summary>
    public bool HasHandlers => Volatile.Read(ref _slots) is not null;

    /// <summary>How many handlers would be called now, those attached by a pattern included: one volatile read.</summary>
    public int HandlerCount => Volatile.Read(ref _slots)?.Length ?? 0;

    internal HandlerSlot[]? Slots
    {
        get => Volatile.Read(ref _slots);
        init => _slots = value;
    }

    /// <summary>Called under the lock of the table when handlers have come or gone; null where nobody asked for it.</summary>
    internal Action? HandlersChanged { get; set; }

    /// <summary>Whether an event that is not known, and has no handle, was emitted since <see cref="RepeatedNames"/> last looked.
    /// A write that is lost costs it its place at most.</summary>
    internal bool IsInUse { get; set; }

    /// <summary>Replaces one handler by another, each where it is given. Called under the lock of the table.</summary>
    internal void Swap(HandlerRegistration? without, HandlerRegistration? with)
    {
        HandlerSlot[]? slots = SlotArray.Swap(_slots, without, with);
        if (slots != _slots)
        {
            Volatile.Write(ref _slots, slots);
            HandlersChanged?.Invoke();
        }
    }

    /// <summary>Makes the event another one, for a name that is not known. Nobody but the emit at hand may have it; null after
    /// that emit.</summary>
    internal void Reuse(TelemetryDispatcher? dispatcher, EventName? name, HandlerSlot[]? slots)
    {
        Dispatcher = dispatcher!;
        EventName = name!;
        _slots = slots;
    }

    /// <summary>Emits the event with nothing but its name.</summary>
    /// <inheritdoc cref="Execute(ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public void Execute() => Execute(ReadOnlySpan<KeyValuePair<string, MeasurementValue>>.Empty);

    /// <summary>Emits the event: calls its handlers, in attach order, on this thread, and returns when all have
    /// run. Takes no lock and allocates nothing.</summary>
    /// <remarks>The handlers are those present at the start of the call. One that throws is detached and reported, and
    /// the others still run; the emitter is not disturbed.</remarks>
    /// <param name="measurements">What was measured.</param>
    /// <param name="metadata">What describes the event.</param>
    /// <exception cref="TelemetryRecursionException">Called by a handler, and too deep.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Execute(
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        HandlerSlot[]? slots = Volatile.Read(ref _slots);
        if (slots is not null)
        {
            Run(slots, measurements, metadata);
        }
    }

    /// <summary>Emits the event with one measurement, of the key <c>value</c>.</summary>
    /// <param name="value">What was measured.</param>
    /// <param name="metadata">What describes the event.</param>
    /// <inheritdoc cref="Execute(ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public void Execute(MeasurementValue value, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) =>
        Execute([new("value", value)], metadata);

    /// <summary>Emits the event from dictionaries: a convenience that copies them where someone listens.</summary>
    /// <param name="measurements">What was measured, or null for nothing.</param>
    /// <param name="metadata">What describes the event, or null for nothing.</param>
    /// <inheritdoc cref="Execute(ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public void Execute(
        IReadOnlyDictionary<string, MeasurementValue>? measurements,
        IReadOnlyDictionary<string, MetadataValue>? metadata = null)
    {
        if (HasHandlers)
        {
            Execute(FieldSpan.Of(measurements), FieldSpan.Of(metadata));
        }
    }

    // Apart: the code at the place of an emit is smaller and faster, and most emits have no handler.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Run(
        HandlerSlot[] slots,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata) =>
        Emission.Run(slots, new EventData(null, EventName, measurements, metadata));

    /// <summary>The name.</summary>
    public override string ToString() => EventName.ToString();
}
