namespace Telemetry;

/// <content>Spans around functions that return a task.</content>
public sealed partial class TelemetrySpanSource
{
    /// <summary>Runs a function in a span that ends when the task it returns does.</summary>
    /// <param name="function">The function, which is given the span.</param>
    /// <param name="metadata">What describes the span from the start; copied.</param>
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

    /// <summary>Runs a function in a span that ends when the task it returns does.</summary>
    /// <remarks>
    /// <para>The span is the current one of its dispatcher inside, and is stopped when the task has completed, on the thread
    /// that completes it, if the function has not ended it. A task that failed or was canceled ends the span as failed. The
    /// task returned here ends as the function's does. What the function throws before it returns a task is thrown
    /// here.</para>
    /// <para>As in an asynchronous method, ambient values (<see cref="AsyncLocal{T}"/>) that handlers of the span or the
    /// function set do not reach the caller. Those that handlers of the <c>start</c> event set flow into the function and to
    /// the handlers of the span's end; where the caller suppressed the flow, no further than this thread.</para>
    /// </remarks>
    /// <param name="state">What the function is given, so that it can be a static lambda: one that captures is allocated
    /// at every call.</param>
    /// <param name="function">The function, which is given the span and the state.</param>
    /// <param name="metadata">What describes the span from the start; copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="TelemetryRecursionException">Called by a handler, and too deep.</exception>
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

    /// <summary>The same for a function that returns a <see cref="ValueTask"/>.</summary>
    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public ValueTask RunValueTaskAsync(
        Func<TelemetrySpan, ValueTask> function, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SpanCall.Run(NewSpan(metadata), function, static (span, function) => function(span), SpanTask.End);
    }

    /// <summary>The same for a function that returns a <see cref="ValueTask{TResult}"/>.</summary>
    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public ValueTask<TResult> RunValueTaskAsync<TResult>(
        Func<TelemetrySpan, ValueTask<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SpanCall.Run(NewSpan(metadata), function, static (span, function) => function(span), SpanTask.End);
    }

    /// <summary>The same for a function that returns a <see cref="ValueTask"/>.</summary>
    /// <inheritdoc cref="RunAsync{TState}(TState, Func{TelemetrySpan, TState, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public ValueTask RunValueTaskAsync<TState>(
        TState state,
        Func<TelemetrySpan, TState, ValueTask> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return SpanCall.Run(NewSpan(metadata), state, function, SpanTask.End);
    }

    /// <summary>The same for a function that returns a <see cref="ValueTask{TResult}"/>.</summary>
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
