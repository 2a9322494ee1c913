namespace Telemetry;

/// <content>Spans around functions that return when they are done.</content>
public sealed partial class TelemetrySpanSource
{
    /// <summary>Runs an action in a span.</summary>
    /// <param name="action">The action, which is given the span.</param>
    /// <param name="metadata">What describes the span from the start; copied.</param>
    /// <inheritdoc cref="Run{TState, TResult}(TState, Func{TelemetrySpan, TState, TResult}, ReadOnlySpan{KeyValuePair{string, TelemetryValue}})"/>
    public void Run(
        Action<TelemetrySpan> action, ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (HasHandlers)
        {
            RunInSpan(action, static (span, action) => Invoke(action, span), metadata);
        }
        else
        {
            action(_disabled);
        }

        static bool Invoke(Action<TelemetrySpan> action, TelemetrySpan span)
        {
            action(span);
            return true;
        }
    }

    /// <summary>Runs a function in a span.</summary>
    /// <param name="function">The function, which is given the span.</param>
    /// <param name="metadata">What describes the span from the start; copied.</param>
    /// <inheritdoc cref="Run{TState, TResult}(TState, Func{TelemetrySpan, TState, TResult}, ReadOnlySpan{KeyValuePair{string, TelemetryValue}})"/>
    public TResult Run<TResult>(
        Func<TelemetrySpan, TResult> function, ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return HasHandlers
            ? RunInSpan(function, static (span, function) => function(span), metadata)
            : function(_disabled);
    }

    /// <summary>Runs an action in a span.</summary>
    /// <param name="state">What the action is given, so that it can be a static lambda: one that captures is allocated at
    /// every call.</param>
    /// <param name="action">The action, which is given the span and the state.</param>
    /// <param name="metadata">What describes the span from the start; copied.</param>
    /// <inheritdoc cref="Run{TState, TResult}(TState, Func{TelemetrySpan, TState, TResult}, ReadOnlySpan{KeyValuePair{string, TelemetryValue}})"/>
    public void Run<TState>(
        TState state,
        Action<TelemetrySpan, TState> action,
        ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (HasHandlers)
        {
            RunInSpan((action, state), static (span, call) => Invoke(call.action, span, call.state), metadata);
        }
        else
        {
            action(_disabled, state);
        }

        static bool Invoke(Action<TelemetrySpan, TState> action, TelemetrySpan span, TState state)
        {
            action(span, state);
            return true;
        }
    }

    /// <summary>Runs a function in a span.</summary>
    /// <remarks>The span is the current one of its dispatcher inside, and is stopped when the function returns,
    /// if the function has not ended it. What the function throws ends the span as failed and reaches the caller as it is.
    /// A function that returns a task is for <c>RunAsync</c>: here the span would end when the task is returned.</remarks>
    /// <param name="state">What the function is given, so that it can be a static lambda: one that captures is allocated
    /// at every call.</param>
    /// <param name="function">The function, which is given the span and the state.</param>
    /// <param name="metadata">What describes the span from the start; copied.</param>
    /// <returns>What the function returned.</returns>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="TelemetryRecursionException">Called by a handler, and too deep.</exception>
    public TResult Run<TState, TResult>(
        TState state,
        Func<TelemetrySpan, TState, TResult> function,
        ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return HasHandlers ? RunInSpan(state, function, metadata) : function(_disabled, state);
    }

    private TResult RunInSpan<TState, TResult>(
        TState state,
        Func<TelemetrySpan, TState, TResult> function,
        ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata)
    {
        TelemetrySpan span = Start(metadata);
        TResult result = Call(span, state, function);
        span.Stop();
        return result;
    }

    private static TResult Call<TState, TResult>(
        TelemetrySpan span, TState state, Func<TelemetrySpan, TState, TResult> function)
    {
        try
        {
            using CurrentScope scope = span.MakeCurrent();
            return function(span, state);
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
    }
}
