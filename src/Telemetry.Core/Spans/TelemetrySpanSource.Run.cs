using System.Runtime.CompilerServices;

namespace Telemetry;

/// <content>Spans around functions that return when they are done.</content>
public sealed partial class TelemetrySpanSource
{
    /// <summary>Runs an action in a span.</summary>
    /// <param name="action">The action, which is given the span.</param>
    /// <param name="metadata">What describes the span from the start; copied.</param>
    /// <inheritdoc cref="Run{TState, TResult}(TState, Func{TelemetrySpan, TState, TResult},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public void Run(
        Action<TelemetrySpan> action, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (StartsEnabled)
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
    /// <inheritdoc cref="Run{TState, TResult}(TState, Func{TelemetrySpan, TState, TResult},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public TResult Run<TResult>(
        Func<TelemetrySpan, TResult> function, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (TaskEnd<TResult>.End is { } end)
        {
            return SpanCall.Run(NewSpan(metadata), function, static (span, function) => function(span), end);
        }

        return StartsEnabled
            ? RunInSpan(function, static (span, function) => function(span), metadata)
            : function(_disabled);
    }

    /// <summary>Runs a function in a span that ends when the task it returns does, as by <c>RunAsync</c>.</summary>
    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    // Before the form for a ValueTask: an asynchronous lambda can be either.
    [OverloadResolutionPriority(1)]
    public Task<TResult> Run<TResult>(
        Func<TelemetrySpan, Task<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) => RunAsync(function, metadata);

    /// <summary>Runs a function in a span that ends when the task it returns does, as by <c>RunValueTaskAsync</c>.</summary>
    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public ValueTask<TResult> Run<TResult>(
        Func<TelemetrySpan, ValueTask<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) => RunValueTaskAsync(function, metadata);

    /// <summary>Runs an action in a span.</summary>
    /// <param name="state">What the action is given, so that it can be a static lambda: one that captures is allocated at
    /// every call.</param>
    /// <param name="action">The action, which is given the span and the state.</param>
    /// <param name="metadata">What describes the span from the start; copied.</param>
    /// <inheritdoc cref="Run{TState, TResult}(TState, Func{TelemetrySpan, TState, TResult},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public void Run<TState>(
        TState state,
        Action<TelemetrySpan, TState> action,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (StartsEnabled)
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
    /// <remarks>
    /// <para>The span is the current one of its dispatcher inside, and is stopped when the function returns, if the function
    /// has not ended it. What the function throws ends the span as failed and reaches the caller as it is. A function that
    /// returns a task is run as by <c>RunAsync</c>: the span ends when the task does, and the task returned is the one to
    /// await.</para>
    /// <para>Ambient values (<see cref="AsyncLocal{T}"/>) that handlers of the <c>start</c> event set reach the function and
    /// the handlers of the span's end, and are restored when this method returns. They are not restored, so that nothing
    /// which the program set is lost, where the function leaves an ambient value of its own changed; nor where the caller
    /// suppressed the flow, nor on .NET Framework. Handlers of the end then restore what handlers of the start set.</para>
    /// </remarks>
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
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (TaskEnd<TResult>.End is { } end)
        {
            return SpanCall.Run(NewSpan(metadata), state, function, end);
        }

        return StartsEnabled ? RunInSpan(state, function, metadata) : function(_disabled, state);
    }

    /// <summary>Runs a function in a span that ends when the task it returns does, as by <c>RunAsync</c>.</summary>
    /// <inheritdoc cref="RunAsync{TState}(TState, Func{TelemetrySpan, TState, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    [OverloadResolutionPriority(1)]
    public Task<TResult> Run<TState, TResult>(
        TState state,
        Func<TelemetrySpan, TState, Task<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) => RunAsync(state, function, metadata);

    /// <summary>Runs a function in a span that ends when the task it returns does, as by <c>RunValueTaskAsync</c>.</summary>
    /// <inheritdoc cref="RunAsync{TState}(TState, Func{TelemetrySpan, TState, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public ValueTask<TResult> Run<TState, TResult>(
        TState state,
        Func<TelemetrySpan, TState, ValueTask<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) => RunValueTaskAsync(state, function, metadata);

    private TResult RunInSpan<TState, TResult>(
        TState state,
        Func<TelemetrySpan, TState, TResult> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        AmbientContext caller = AmbientContext.Capture();
        bool restores = true;
        try
        {
            TelemetrySpan span = Start(metadata);
            AmbientContext started = AmbientContext.Capture();
            TResult result;
            try
            {
                using CurrentScope scope = span.MakeCurrent();
                result = function(span, state);
            }
            catch (Exception e)
            {
                restores = started.IsCurrent;
                span.Fail(e);
                throw;
            }

            restores = started.IsCurrent;
            span.Stop();
            return result;
        }
        finally
        {
            if (restores)
            {
                caller.Restore();
            }
        }
    }
}
