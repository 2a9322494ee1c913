using System.Runtime.CompilerServices;

namespace Telemetry;

public sealed partial class TelemetryDispatcher
{
    /// <summary>Determines whether an event has handlers. The method makes no event known and records nothing: an unknown name is
    /// compared with the patterns of handlers each time.</summary>
    /// <param name="name">The name of the event, known or not.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public bool HasHandlers(EventName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _table.HasHandlers(name.ToString(), name, name.Hash);
    }

    /// <inheritdoc cref="HasHandlers(EventName)"/>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    public bool HasHandlers(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _table.HasHandlers(name, null, EventName.HashOf(name));
    }

    /// <summary>Emits an event by name: calls its handlers in attach order, on the calling thread, and returns when all have run.
    /// Takes no lock and allocates nothing.</summary>
    /// <remarks>The look-up of a known event costs some nanoseconds, which the use of <see cref="GetEvent(EventName)"/> and
    /// <see cref="TelemetryEvent.Execute(ReadOnlySpan{KeyValuePair{string, MeasurementValue}},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    /// saves. An emit makes no event known. While a handler listens by a pattern, up to 10,000 unknown names that repeat are
    /// remembered, and cost little more. Any other unknown name is compared with the patterns, and costs no more memory than its
    /// own text. A handler receives an unknown name in the spelling of this emit or of an earlier one.</remarks>
    /// <param name="name">The name of the event.</param>
    /// <param name="measurements">The measurements.</param>
    /// <param name="metadata">The metadata.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="TelemetryRecursionException">A handler makes the emit, nested too deep.</exception>
    public void Execute(
        EventName name,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements = default,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        Emit(Find(name, out bool isTransient), isTransient, measurements, metadata);
    }

    /// <inheritdoc cref="Execute(EventName, ReadOnlySpan{KeyValuePair{string, MeasurementValue}},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    public void Execute(
        string name,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements = default,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        Emit(Find(name, out bool isTransient), isTransient, measurements, metadata);
    }

    /// <summary>Emits an event by name with one measurement, with the key <c>value</c>.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="value">The measurement.</param>
    /// <param name="metadata">The metadata.</param>
    /// <inheritdoc cref="Execute(EventName, ReadOnlySpan{KeyValuePair{string, MeasurementValue}},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public void Execute(
        EventName name, MeasurementValue value, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) =>
        Execute(name, [new("value", value)], metadata);

    /// <inheritdoc cref="Execute(EventName, MeasurementValue, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    public void Execute(
        string name, MeasurementValue value, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) =>
        Execute(name, [new("value", value)], metadata);

    /// <summary>Emits an event by name from dictionaries. For convenience: the dictionaries are copied if the event has
    /// handlers.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="measurements">The measurements, or null for none.</param>
    /// <param name="metadata">The metadata, or null for none.</param>
    /// <inheritdoc cref="Execute(EventName, ReadOnlySpan{KeyValuePair{string, MeasurementValue}},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public void Execute(
        EventName name,
        IReadOnlyDictionary<string, MeasurementValue>? measurements,
        IReadOnlyDictionary<string, MetadataValue>? metadata = null)
    {
        Emit(Find(name, out bool isTransient), isTransient, measurements, metadata);
    }

    /// <inheritdoc cref="Execute(EventName, IReadOnlyDictionary{string, MeasurementValue}, IReadOnlyDictionary{string, MetadataValue})"/>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    public void Execute(
        string name,
        IReadOnlyDictionary<string, MeasurementValue>? measurements,
        IReadOnlyDictionary<string, MetadataValue>? metadata = null)
    {
        Emit(Find(name, out bool isTransient), isTransient, measurements, metadata);
    }

    /// <summary>Emits an event by name with the measurements and the metadata that <paramref name="build"/> adds, which is called
    /// only if the event has handlers.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="state">The value that the event is built from.</param>
    /// <param name="build">The function that adds the measurements and the metadata. Make it <c>static</c>, so that it captures
    /// no variable and the call allocates nothing.</param>
    /// <exception cref="ArgumentNullException">The name or the function is null.</exception>
    /// <inheritdoc cref="TelemetryEvent.Execute{TState}(TState, EventBuilderAction{TState})"/>
    [OverloadResolutionPriority(-1)]
    public void Execute<TState>(EventName name, TState state, EventBuilderAction<TState> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        Emit(Find(name, out bool isTransient), isTransient, state, build);
    }

    /// <inheritdoc cref="Execute{TState}(EventName, TState, EventBuilderAction{TState})"/>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    [OverloadResolutionPriority(-1)]
    public void Execute<TState>(string name, TState state, EventBuilderAction<TState> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        Emit(Find(name, out bool isTransient), isTransient, state, build);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TelemetryEvent? Find(EventName name, out bool isTransient)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _table.FindToEmit(name, out isTransient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TelemetryEvent? Find(string name, out bool isTransient)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _table.FindToEmit(name, out isTransient);
    }

    /// <summary>Emits the event that was found by its name, if any.</summary>
    // Inlined, so that an emit by name costs the look-up and not one more call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Emit(
        TelemetryEvent? found,
        bool isTransient,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        if (isTransient)
        {
            TransientEvent.Execute(found!, measurements, metadata);
        }
        else
        {
            found?.Execute(measurements, metadata);
        }
    }

    private static void Emit(
        TelemetryEvent? found,
        bool isTransient,
        IReadOnlyDictionary<string, MeasurementValue>? measurements,
        IReadOnlyDictionary<string, MetadataValue>? metadata)
    {
        if (isTransient)
        {
            TransientEvent.Execute(found!, FieldSpan.Of(measurements), FieldSpan.Of(metadata));
        }
        else
        {
            found?.Execute(measurements, metadata);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Emit<TState>(
        TelemetryEvent? found, bool isTransient, TState state, EventBuilderAction<TState> build)
    {
        if (isTransient)
        {
            TransientEvent.Execute(found!, state, build);
        }
        else
        {
            found?.Execute(state, build);
        }
    }
}
