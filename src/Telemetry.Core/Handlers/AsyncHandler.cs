namespace Telemetry;

/// <summary>
/// An asynchronous handler in the form of a delegate that can be attached: <see cref="HandlerRegistration.Handler"/> of one is
/// <see cref="Handle"/>, and attaching that delegate again attaches an asynchronous handler.
/// </summary>
internal sealed class AsyncHandler
{
    private readonly Func<EventRecord, CancellationToken, ValueTask>? _handle;
    private readonly Func<IReadOnlyList<EventRecord>, CancellationToken, ValueTask>? _handleBatch;

    private AsyncHandler(
        Func<EventRecord, CancellationToken, ValueTask>? handle,
        Func<IReadOnlyList<EventRecord>, CancellationToken, ValueTask>? handleBatch,
        BatchOptions? batch)
    {
        _handle = handle;
        _handleBatch = handleBatch;
        Batch = batch;
    }

    /// <summary>The size and the delay of batches; null for a handler of single events.</summary>
    internal BatchOptions? Batch { get; }

    internal static TelemetryHandler Create(Func<EventRecord, CancellationToken, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new AsyncHandler(handler, null, null).Handle;
    }

    internal static TelemetryHandler Create(
        Func<IReadOnlyList<EventRecord>, CancellationToken, ValueTask> handler, BatchOptions? batch)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new AsyncHandler(null, handler, (batch ?? BatchOptions.Default).ToReadOnly()).Handle;
    }

    /// <summary>Returns the asynchronous handler that a delegate stands for; null if it is another delegate.</summary>
    // A combination of delegates has the target of the last one, and calls the others as well.
    internal static AsyncHandler? Of(TelemetryHandler handler) =>
        handler.Target is AsyncHandler target && handler.GetInvocationList().Length == 1 ? target : null;

    /// <summary>Starts a call of the handler.</summary>
    internal ValueTask CallAsync(EventRecord first, EventRecord[]? batch, CancellationToken cancellation) =>
        _handle is not null ? _handle(first, cancellation) : _handleBatch!(batch ?? [first], cancellation);

    /// <summary>Handles an event and waits, for code that calls the delegate itself. The dispatcher does not.</summary>
    private void Handle(in EventData data, object? config) =>
        CallAsync(data.ToRecord(), batch: null, CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
