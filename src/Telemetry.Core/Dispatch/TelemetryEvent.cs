using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>
/// The handle of an event. An emitter gets it once (<see cref="TelemetryDispatcher.GetEvent(EventName)"/>) and keeps it, like a
/// counter. Safe to use from any thread.
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
    // Null if there is no handler; never an empty array. Replaced under the dispatcher's lock, never changed.
    private HandlerSlot[]? _slots;

    internal TelemetryEvent(TelemetryDispatcher dispatcher, EventName name)
    {
        Dispatcher = dispatcher;
        EventName = name;
    }

    /// <summary>The name of the event, in the spelling first given.</summary>
    public EventName EventName { get; private set; }

    /// <summary>The dispatcher the event belongs to.</summary>
    public TelemetryDispatcher Dispatcher { get; private set; }

    /// <summary>Whether the event has handlers. Costs one volatile read; check it before building a payload that is costly to
    /// build.</summary>
    public bool HasHandlers => Volatile.Read(ref _slots) is not null;

    /// <summary>The number of handlers that would be called now, including those attached by a pattern. Costs one volatile
    /// read.</summary>
    public int HandlerCount => Volatile.Read(ref _slots)?.Length ?? 0;

    internal HandlerSlot[]? Slots
    {
        get => Volatile.Read(ref _slots);
        init => _slots = value;
    }

    /// <summary>The callback for attached and detached handlers, called under the lock of the table; null if there is
    /// none.</summary>
    internal Action? HandlersChanged { get; set; }

    /// <summary>Whether an unknown event, which has no handle, was emitted since <see cref="RepeatedNames"/> last reset the
    /// property. A lost write costs the event at most its place there.</summary>
    internal bool IsInUse { get; set; }

    /// <summary>Removes one handler and adds another, if given. Called under the lock of the table.</summary>
    internal void Swap(HandlerRegistration? without, HandlerRegistration? with)
    {
        HandlerSlot[]? slots = SlotArray.Swap(_slots, without, with);
        if (slots != _slots)
        {
            Volatile.Write(ref _slots, slots);
            HandlersChanged?.Invoke();
        }
    }

    /// <summary>Turns the event into another one, for an unknown name, or clears it with null after the emit. Only the current
    /// emit may have a reference to the event.</summary>
    internal void Reuse(TelemetryDispatcher? dispatcher, EventName? name, HandlerSlot[]? slots)
    {
        Dispatcher = dispatcher!;
        EventName = name!;
        _slots = slots;
    }

    /// <summary>Emits the event without measurements and metadata.</summary>
    /// <inheritdoc cref="Execute(ReadOnlySpan{KeyValuePair{string, MeasurementValue}},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public void Execute() => Execute(ReadOnlySpan<KeyValuePair<string, MeasurementValue>>.Empty);

    /// <summary>Emits the event: calls its handlers in attach order, on the calling thread, and returns when all have run. Takes
    /// no lock and allocates nothing.</summary>
    /// <remarks>The handlers are those attached at the start of the call. A handler that throws is detached and reported, and the
    /// others still run; the emitter is not affected.</remarks>
    /// <param name="measurements">The measurements.</param>
    /// <param name="metadata">The metadata.</param>
    /// <exception cref="TelemetryRecursionException">A handler makes the emit, nested too deep.</exception>
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

    /// <summary>Emits the event with one measurement, with the key <c>value</c>.</summary>
    /// <param name="value">The measurement.</param>
    /// <param name="metadata">The metadata.</param>
    /// <inheritdoc cref="Execute(ReadOnlySpan{KeyValuePair{string, MeasurementValue}},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public void Execute(MeasurementValue value, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) =>
        Execute([new("value", value)], metadata);

    /// <summary>Emits the event from dictionaries. For convenience: the dictionaries are copied if the event has
    /// handlers.</summary>
    /// <param name="measurements">The measurements, or null for none.</param>
    /// <param name="metadata">The metadata, or null for none.</param>
    /// <inheritdoc cref="Execute(ReadOnlySpan{KeyValuePair{string, MeasurementValue}},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public void Execute(
        IReadOnlyDictionary<string, MeasurementValue>? measurements,
        IReadOnlyDictionary<string, MetadataValue>? metadata = null)
    {
        if (HasHandlers)
        {
            Execute(FieldSpan.Of(measurements), FieldSpan.Of(metadata));
        }
    }

    // A separate method, so that the inlined code of an emit is smaller and faster: most emits have no handler.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Run(
        HandlerSlot[] slots,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata) =>
        Emission.Run(slots, new EventData(null, EventName, measurements, metadata));

    /// <summary>Returns the name.</summary>
    public override string ToString() => EventName.ToString();
}
