using System.Runtime.CompilerServices;

namespace Telemetry;

public sealed partial class TelemetryDispatcher
{
    /// <summary>Whether anyone listens to an event. The question makes no event known, and leaves no trace: of a name that is
    /// not known, the patterns of handlers are looked at each time.</summary>
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

    /// <summary>Emits an event by name: calls its handlers, in attach order, on this thread, and returns when all have
    /// run. Takes no lock and allocates nothing.</summary>
    /// <remarks>The look-up of a known event costs some nanoseconds, which <see cref="GetEvent(EventName)"/> and
    /// <see cref="TelemetryEvent.Execute(ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    /// save. An emit makes no event known. Of names that are not known, those that repeat are remembered while a handler listens
    /// by a pattern, at most 10,000 at a time, and cost little more; any other is compared with the patterns, and costs no more
    /// memory than its own text. The handler sees such a name in the spelling of this emit or of an earlier one.</remarks>
    /// <param name="name">The name of the event.</param>
    /// <param name="measurements">What was measured.</param>
    /// <param name="metadata">What describes the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="TelemetryRecursionException">Called by a handler, and too deep.</exception>
    public void Execute(
        EventName name,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements = default,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        Emit(Find(name, out bool isTransient), isTransient, measurements, metadata);
    }

    /// <inheritdoc cref="Execute(EventName, ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    public void Execute(
        string name,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements = default,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        Emit(Find(name, out bool isTransient), isTransient, measurements, metadata);
    }

    /// <summary>Emits an event by name with one measurement, of the key <c>value</c>.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="value">What was measured.</param>
    /// <param name="metadata">What describes the event.</param>
    /// <inheritdoc cref="Execute(EventName, ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public void Execute(
        EventName name, MeasurementValue value, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) =>
        Execute(name, [new("value", value)], metadata);

    /// <inheritdoc cref="Execute(EventName, MeasurementValue, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    public void Execute(
        string name, MeasurementValue value, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) =>
        Execute(name, [new("value", value)], metadata);

    /// <summary>Emits an event by name from dictionaries: a convenience that copies them where someone
    /// listens.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="measurements">What was measured, or null for nothing.</param>
    /// <param name="metadata">What describes the event, or null for nothing.</param>
    /// <inheritdoc cref="Execute(EventName, ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
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

    /// <summary>Emits an event by name with what <paramref name="build"/> puts together, which is called only if someone
    /// listens.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="state">What the event is built from.</param>
    /// <param name="build">Adds the measurements and the metadata. Make it <c>static</c>, so that no variable is captured and
    /// nothing is allocated for the call.</param>
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

    /// <summary>Emits the event that was found by a name, if any.</summary>
    // Inlined: an emit by name pays for the look-up, and not for one more call.
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
