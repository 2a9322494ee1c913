namespace Telemetry;

/// <content>Methods that attach asynchronous handlers of single events.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Attaches an asynchronous handler to one event. The emitter adds a snapshot of the event to a buffer and continues; the
    /// handler is called with the snapshots in order, one call at a time, and no thread is blocked while its task is not
    /// complete.</summary>
    /// <remarks>
    /// <para>The method returns at once. In its name, as in that of the handler, <c>Async</c> refers to the calls.</para>
    /// <para>The token is cancelled when the queued events have to be handled within the drain timeout, and it is over
    /// (<see cref="HandlerBuffer.DrainTimeout"/>), and when the handler is detached for failing. A call that then ends with an
    /// <see cref="OperationCanceledException"/> has not failed. One that does not return within a second is reported as a failure,
    /// and no longer waited for.</para>
    /// <para>An exception in the task of the handler, and one that the handler throws before it returns a task, are the same failure.
    /// The execution context of the caller does not flow to the handler.</para>
    /// </remarks>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">The function to call when the event has occurred, with the event and a token that cancels the
    /// call.</param>
    /// <param name="options">The attachment options; null for the defaults. Without a <see cref="HandlerOptions.Buffer"/>, the handler
    /// has a buffer with the default settings.</param>
    /// <returns>The attached handler. Disposing it detaches the handler.</returns>
    /// <exception cref="ArgumentNullException">The id, the event, the patterns, one of them or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    /// <exception cref="HandlerAlreadyExistsException">The id is taken.</exception>
    public HandlerRegistration AttachAsync(
        string id, EventName eventName, Func<EventRecord, CancellationToken, ValueTask> handler, HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(eventName), AsyncHandler.Create(handler), null, options));

    /// <inheritdoc cref="AttachAsync(string, EventName, Func{EventRecord, CancellationToken, ValueTask}, HandlerOptions?)"/>
    /// <exception cref="FormatException">The name is not valid; nothing is attached.</exception>
    public HandlerRegistration AttachAsync(
        string id, string eventName, Func<EventRecord, CancellationToken, ValueTask> handler, HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(eventName), AsyncHandler.Create(handler), null, options));

    /// <summary>Attaches an asynchronous handler to all events that match a pattern, including events that become known
    /// later.</summary>
    /// <inheritdoc cref="AttachAsync(string, EventName, Func{EventRecord, CancellationToken, ValueTask}, HandlerOptions?)"/>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="pattern">The pattern of the events, known or not.</param>
    /// <param name="handler">The function to call when one of the events has occurred, with the event and a token that cancels the
    /// call.</param>
    /// <param name="options">The attachment options; null for the defaults. Without a <see cref="HandlerOptions.Buffer"/>, the handler
    /// has a buffer with the default settings.</param>
    public HandlerRegistration AttachAsync(
        string id, EventPattern pattern, Func<EventRecord, CancellationToken, ValueTask> handler, HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(pattern), AsyncHandler.Create(handler), null, options));

    /// <summary>Attaches an asynchronous handler by several names and patterns.</summary>
    /// <inheritdoc cref="AttachAsync(string, EventName, Func{EventRecord, CancellationToken, ValueTask}, HandlerOptions?)"/>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="patterns">The events, at least one pattern or name; duplicates are ignored.</param>
    /// <param name="handler">The function to call when one of the events has occurred, with the event and a token that cancels the
    /// call.</param>
    /// <param name="options">The attachment options; null for the defaults. Without a <see cref="HandlerOptions.Buffer"/>, the handler
    /// has a buffer with the default settings.</param>
    /// <exception cref="ArgumentException">The id is blank, or there are no events.</exception>
    public HandlerRegistration AttachAsync(
        string id,
        IEnumerable<EventPattern> patterns,
        Func<EventRecord, CancellationToken, ValueTask> handler,
        HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(patterns), AsyncHandler.Create(handler), null, options));
}
