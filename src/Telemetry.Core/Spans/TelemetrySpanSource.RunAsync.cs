namespace Telemetry;

/// <content>Spans around functions that return a task.</content>
public sealed partial class TelemetrySpanSource
{
    /// <summary>Runs a function in a span that ends with the task that it returns.</summary>
    /// <param name="function">The function, which receives the span.</param>
    /// <param name="metadata">The start metadata, which is copied.</param>
    /// <inheritdoc cref="RunAsync{TState}(TState, Func{TelemetrySpan, TState, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public Task RunAsync(
        Func<TelemetrySpan, Task> function, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SpanCall.Run(NewSpan(metadata), function, static (span, function) => function(span), SpanTask.End);
    }

    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public Task<TResult> RunAsync<TResult>(
        Func<TelemetrySpan, Task<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SpanCall.Run(NewSpan(metadata), function, static (span, function) => function(span), SpanTask.End);
    }

    /// <summary>Runs a function in a span that ends with the task that it returns.</summary>
    /// <remarks>
    /// <para>The span is the current span of its dispatcher in the function, and is stopped when the task has completed, on the
    /// thread that completes it, unless the function has ended it. A task that failed or was canceled ends the span as failed.
    /// The returned task has the outcome of the function's task. An exception that the function throws before it returns a task
    /// is thrown here.</para>
    /// <para>As in an asynchronous method, ambient values (<see cref="AsyncLocal{T}"/>) that handlers of the span or the
    /// function set do not reach the caller. Those that handlers of the <c>start</c> event set flow into the function and to
    /// the handlers of the span's end; if the caller suppressed the flow, only on this thread.</para>
    /// </remarks>
    /// <param name="state">The value passed to the function, which can then be a static lambda: a lambda that captures is
    /// allocated at every call.</param>
    /// <param name="function">The function, which receives the span and the state.</param>
    /// <param name="metadata">The start metadata, which is copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="TelemetryRecursionException">A handler makes the emit, nested too deep.</exception>
    public Task RunAsync<TState>(
        TState state,
        Func<TelemetrySpan, TState, Task> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SpanCall.Run(NewSpan(metadata), state, function, SpanTask.End);
    }

    /// <inheritdoc cref="RunAsync{TState}(TState, Func{TelemetrySpan, TState, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public Task<TResult> RunAsync<TState, TResult>(
        TState state,
        Func<TelemetrySpan, TState, Task<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SpanCall.Run(NewSpan(metadata), state, function, SpanTask.End);
    }

    /// <summary>Runs a function that returns a <see cref="ValueTask"/> in a span that ends with it.</summary>
    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public ValueTask RunValueTaskAsync(
        Func<TelemetrySpan, ValueTask> function, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SpanCall.Run(NewSpan(metadata), function, static (span, function) => function(span), SpanTask.End);
    }

    /// <summary>Runs a function that returns a <see cref="ValueTask{TResult}"/> in a span that ends with it.</summary>
    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public ValueTask<TResult> RunValueTaskAsync<TResult>(
        Func<TelemetrySpan, ValueTask<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SpanCall.Run(NewSpan(metadata), function, static (span, function) => function(span), SpanTask.End);
    }

    /// <summary>Runs a function that returns a <see cref="ValueTask"/> in a span that ends with it.</summary>
    /// <inheritdoc cref="RunAsync{TState}(TState, Func{TelemetrySpan, TState, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public ValueTask RunValueTaskAsync<TState>(
        TState state,
        Func<TelemetrySpan, TState, ValueTask> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SpanCall.Run(NewSpan(metadata), state, function, SpanTask.End);
    }

    /// <summary>Runs a function that returns a <see cref="ValueTask{TResult}"/> in a span that ends with it.</summary>
    /// <inheritdoc cref="RunAsync{TState}(TState, Func{TelemetrySpan, TState, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public ValueTask<TResult> RunValueTaskAsync<TState, TResult>(
        TState state,
        Func<TelemetrySpan, TState, ValueTask<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SpanCall.Run(NewSpan(metadata), state, function, SpanTask.End);
    }

    private TelemetrySpan NewSpan(ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata) =>
        StartsEnabled ? new TelemetrySpan(this, metadata, Dispatcher.GetCurrentSpan()) : _disabled;
}
