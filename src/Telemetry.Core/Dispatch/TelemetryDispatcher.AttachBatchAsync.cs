namespace Telemetry;

/// <content>Methods that attach asynchronous handlers of batches.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Attaches an asynchronous handler that receives the snapshots of one event in batches, otherwise as
    /// <see cref="AttachAsync(string, EventName, Func{EventRecord, CancellationToken, ValueTask}, HandlerOptions?)"/> does.</summary>
    /// <remarks>A batch is never empty, and keeps the order of the events. It is one call: a call that fails is one failure, reported
    /// with the first event of the batch, and all its events count as delivered. The statistics of the handler count calls and
    /// their times, for the first event of each batch.</remarks>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">The function to call with each batch and a token that cancels the call.</param>
    /// <param name="batch">The size and the delay of batches; null for the defaults.</param>
    /// <param name="options">The attachment options; null for the defaults. Without a <see cref="HandlerOptions.Buffer"/>, the handler
    /// has a buffer with the default settings.</param>
    /// <returns>The attached handler. Disposing it detaches the handler.</returns>
    /// <exception cref="ArgumentNullException">The id, the event, the patterns, one of them or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    /// <exception cref="HandlerAlreadyExistsException">The id is taken.</exception>
    public HandlerRegistration AttachBatchAsync(
        string id,
        EventName eventName,
        Func<IReadOnlyList<EventRecord>, CancellationToken, ValueTask> handler,
        BatchOptions? batch = null,
        HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(eventName), AsyncHandler.Create(handler, batch), null, options));

    /// <inheritdoc cref="AttachBatchAsync(string, EventName, Func{IReadOnlyList{EventRecord}, CancellationToken, ValueTask},
    /// BatchOptions?, HandlerOptions?)"/>
    /// <exception cref="FormatException">The name is not valid; nothing is attached.</exception>
    public HandlerRegistration AttachBatchAsync(
        string id,
        string eventName,
        Func<IReadOnlyList<EventRecord>, CancellationToken, ValueTask> handler,
        BatchOptions? batch = null,
        HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(eventName), AsyncHandler.Create(handler, batch), null, options));

    /// <summary>Attaches an asynchronous handler that receives the snapshots of all events that match a pattern in batches.</summary>
    /// <inheritdoc cref="AttachBatchAsync(string, EventName, Func{IReadOnlyList{EventRecord}, CancellationToken, ValueTask},
    /// BatchOptions?, HandlerOptions?)"/>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="pattern">The pattern of the events, known or not.</param>
    /// <param name="handler">The function to call with each batch and a token that cancels the call.</param>
    /// <param name="batch">The size and the delay of batches; null for the defaults.</param>
    /// <param name="options">The attachment options; null for the defaults. Without a <see cref="HandlerOptions.Buffer"/>, the handler
    /// has a buffer with the default settings.</param>
    public HandlerRegistration AttachBatchAsync(
        string id,
        EventPattern pattern,
        Func<IReadOnlyList<EventRecord>, CancellationToken, ValueTask> handler,
        BatchOptions? batch = null,
        HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(pattern), AsyncHandler.Create(handler, batch), null, options));

    /// <summary>Attaches an asynchronous handler by several names and patterns, which receives the snapshots of their events in
    /// batches.</summary>
    /// <inheritdoc cref="AttachBatchAsync(string, EventName, Func{IReadOnlyList{EventRecord}, CancellationToken, ValueTask},
    /// BatchOptions?, HandlerOptions?)"/>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="patterns">The events, at least one pattern or name; duplicates are ignored.</param>
    /// <param name="handler">The function to call with each batch and a token that cancels the call.</param>
    /// <param name="batch">The size and the delay of batches; null for the defaults.</param>
    /// <param name="options">The attachment options; null for the defaults. Without a <see cref="HandlerOptions.Buffer"/>, the handler
    /// has a buffer with the default settings.</param>
    /// <exception cref="ArgumentException">The id is blank, or there are no events.</exception>
    public HandlerRegistration AttachBatchAsync(
        string id,
        IEnumerable<EventPattern> patterns,
        Func<IReadOnlyList<EventRecord>, CancellationToken, ValueTask> handler,
        BatchOptions? batch = null,
        HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(patterns), AsyncHandler.Create(handler, batch), null, options));
}
