namespace Telemetry.Polling;

/// <summary>The context of one run of a poll, which is passed to the delegate that measures. Safe to use from any thread.</summary>
/// <remarks>The methods that emit throw an <see cref="OperationCanceledException"/> when the run was cancelled, so that a run that
/// emits without end ends, too; and an <see cref="InvalidOperationException"/> when it has ended.</remarks>
public sealed class PollContext
{
    private readonly PollRun _run;

    internal PollContext(PollRun run)
    {
        _run = run;
    }

    /// <summary>The poll.</summary>
    public Poll Poll => _run.Poll;

    /// <summary>The dispatcher of the poller.</summary>
    public TelemetryDispatcher Dispatcher => Poll.Poller.Dispatcher;

    /// <summary>Cancelled when the run takes too long, when the poll is removed, and at the end of the process.</summary>
    public CancellationToken Cancellation => _run.Cancellation;

    /// <summary>Emits the event of the poll: that of <see cref="PollOptions.EventName"/>, or else that with the poll's name.</summary>
    /// <param name="measurements">The measurements.</param>
    /// <param name="metadata">The metadata.</param>
    /// <exception cref="OperationCanceledException">The run must end.</exception>
    /// <exception cref="InvalidOperationException">The run has ended; or the name of the poll is not a valid name of an event, and
    /// the options have none.</exception>
    public void Emit(
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        TelemetryEvent own = OwnEvent;
        _run.CountEmit();
        own.Execute(measurements, metadata);
    }

    /// <summary>Emits the event of the poll with one measurement, with the key <c>value</c>.</summary>
    /// <param name="value">The measurement.</param>
    /// <param name="metadata">The metadata.</param>
    /// <inheritdoc cref="Emit(ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string,
    /// MetadataValue}})"/>
    public void Emit(MeasurementValue value, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) =>
        Emit([new("value", value)], metadata);

    /// <summary>Emits the event of the poll from dictionaries, which are copied.</summary>
    /// <param name="measurements">The measurements; null for none.</param>
    /// <param name="metadata">The metadata; null for none.</param>
    /// <inheritdoc cref="Emit(ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string,
    /// MetadataValue}})"/>
    public void Emit(
        IReadOnlyDictionary<string, MeasurementValue>? measurements, IReadOnlyDictionary<string, MetadataValue>? metadata = null)
    {
        TelemetryEvent own = OwnEvent;
        _run.CountEmit();
        own.Execute(measurements, metadata);
    }

    /// <summary>Emits an event.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="measurements">The measurements.</param>
    /// <param name="metadata">The metadata.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The run must end.</exception>
    /// <exception cref="InvalidOperationException">The run has ended.</exception>
    public void Emit(
        EventName name,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        _run.CountEmit();
        Dispatcher.Execute(name, measurements, metadata);
    }

    /// <inheritdoc cref="Emit(EventName, ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string,
    /// MetadataValue}})"/>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    public void Emit(
        string name,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        _run.CountEmit();
        Dispatcher.Execute(name, measurements, metadata);
    }

    /// <summary>Emits an event with one measurement, with the key <c>value</c>.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="value">The measurement.</param>
    /// <param name="metadata">The metadata.</param>
    /// <inheritdoc cref="Emit(EventName, ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string,
    /// MetadataValue}})"/>
    public void Emit(
        EventName name, MeasurementValue value, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) =>
        Emit(name, [new("value", value)], metadata);

    /// <inheritdoc cref="Emit(EventName, MeasurementValue, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    public void Emit(
        string name, MeasurementValue value, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) =>
        Emit(name, [new("value", value)], metadata);

    /// <summary>Emits an event from dictionaries, which are copied.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="measurements">The measurements; null for none.</param>
    /// <param name="metadata">The metadata; null for none.</param>
    /// <inheritdoc cref="Emit(EventName, ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string,
    /// MetadataValue}})"/>
    public void Emit(
        EventName name,
        IReadOnlyDictionary<string, MeasurementValue>? measurements,
        IReadOnlyDictionary<string, MetadataValue>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        _run.CountEmit();
        Dispatcher.Execute(name, measurements, metadata);
    }

    private TelemetryEvent OwnEvent => Poll.Event ?? throw new InvalidOperationException(
        $"The name of the poll '{Poll.Name}' is not a valid name of an event. Set PollOptions.EventName, or emit by a name.");
}
