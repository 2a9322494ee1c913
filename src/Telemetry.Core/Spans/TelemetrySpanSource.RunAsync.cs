namespace Telemetry;

/// <content>Spans around functions that return a task.</content>
public sealed partial class TelemetrySpanSource
{
    /// <summary>Runs a function in a span that ends when the task it returns does.</summary>
    /// <remarks>The span is the current one of its dispatcher inside, and is stopped when the task has
    /// completed, on the thread that completes it, if the function has not ended it. A task that failed or was canceled
    /// ends the span as failed. The task returned here ends as the function's does. What the function throws before it
    /// returns a task is thrown here.</remarks>
    /// <param name="function">The function, which is given the span.</param>
    /// <param name="metadata">What describes the span from the start; copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="TelemetryRecursionException">Called by a handler, and too deep.</exception>
    public Task RunAsync(
        Func<TelemetrySpan, Task> function, ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!HasHandlers)
        {
            return function(_disabled);
        }

        TelemetrySpan span = Start(metadata);
        return SpanTask.End(span, Call(span, function, static (span, function) => function(span)));
    }

    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, TelemetryValue}})"/>
    public Task<TResult> RunAsync<TResult>(
        Func<TelemetrySpan, Task<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!HasHandlers)
        {
            return function(_disabled);
        }

        TelemetrySpan span = Start(metadata);
        return SpanTask.End(span, Call(span, function, static (span, function) => function(span)));
    }

    /// <summary>The same for a function that returns a <see cref="ValueTask"/>.</summary>
    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, TelemetryValue}})"/>
    public ValueTask RunValueTaskAsync(
        Func<TelemetrySpan, ValueTask> function, ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!HasHandlers)
        {
            return function(_disabled);
        }

        TelemetrySpan span = Start(metadata);
        return SpanTask.End(span, Call(span, function, static (span, function) => function(span)));
    }

    /// <summary>The same for a function that returns a <see cref="ValueTask{TResult}"/>.</summary>
    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, TelemetryValue}})"/>
    public ValueTask<TResult> RunValueTaskAsync<TResult>(
        Func<TelemetrySpan, ValueTask<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!HasHandlers)
        {
            return function(_disabled);
        }

        TelemetrySpan span = Start(metadata);
        return SpanTask.End(span, Call(span, function, static (span, function) => function(span)));
    }
}
