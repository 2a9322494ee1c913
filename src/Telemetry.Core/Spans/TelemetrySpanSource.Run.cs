using System.Runtime.CompilerServices;

namespace Telemetry;

/// <content>Spans around synchronous functions.</content>
public sealed partial class TelemetrySpanSource
{
    /// <summary>Runs an action in a span.</summary>
    /// <param name="action">The action, which receives the span.</param>
    /// <param name="metadata">The start metadata, which is copied.</param>
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
    /// <param name="function">The function, which receives the span.</param>
    /// <param name="metadata">The start metadata, which is copied.</param>
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

    /// <summary>Runs a function in a span that ends with the task that it returns, as <c>RunAsync</c> does.</summary>
    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    // Preferred to the overload for a ValueTask, because an asynchronous lambda can be either.
    [OverloadResolutionPriority(1)]
    public Task<TResult> Run<TResult>(
        Func<TelemetrySpan, Task<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) => RunAsync(function, metadata);

    /// <summary>Runs a function in a span that ends with the task that it returns, as <c>RunValueTaskAsync</c> does.</summary>
    /// <inheritdoc cref="RunAsync(Func{TelemetrySpan, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    public ValueTask<TResult> Run<TResult>(
        Func<TelemetrySpan, ValueTask<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) => RunValueTaskAsync(function, metadata);

    /// <summary>Runs an action in a span.</summary>
    /// <param name="state">The value passed to the action, which can then be a static lambda: a lambda that captures is allocated
    /// at every call.</param>
    /// <param name="action">The action, which receives the span and the state.</param>
    /// <param name="metadata">The start metadata, which is copied.</param>
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
    /// <para>The span is the current span of its dispatcher in the function, and is stopped when the function returns, unless the
    /// function has ended it. An exception of the function ends the span as failed and reaches the caller unchanged. A function
    /// that returns a task runs as in <c>RunAsync</c>: the span ends with the task, and the returned task is the one to
    /// await.</para>
    /// <para>Ambient values (<see cref="AsyncLocal{T}"/>) that handlers of the <c>start</c> event set reach the function and
    /// the handlers of the span's end, and are restored when this method returns. They are not restored if the function leaves
    /// an ambient value of its own changed, which would be lost; nor if the caller suppressed the flow, nor on .NET Framework.
    /// Handlers of the end must then restore the values that handlers of the start set.</para>
    /// </remarks>
    /// <param name="state">The value passed to the function, which can then be a static lambda: a lambda that captures is
    /// allocated at every call.</param>
    /// <param name="function">The function, which receives the span and the state.</param>
    /// <param name="metadata">The start metadata, which is copied.</param>
    /// <returns>The result of the function.</returns>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="TelemetryRecursionException">A handler makes the emit, nested too deep.</exception>
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

    /// <summary>Runs a function in a span that ends with the task that it returns, as <c>RunAsync</c> does.</summary>
    /// <inheritdoc cref="RunAsync{TState}(TState, Func{TelemetrySpan, TState, Task}, ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/>
    [OverloadResolutionPriority(1)]
    public Task<TResult> Run<TState, TResult>(
        TState state,
        Func<TelemetrySpan, TState, Task<TResult>> function,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) => RunAsync(state, function, metadata);

    /// <summary>Runs a function in a span that ends with the task that it returns, as <c>RunValueTaskAsync</c> does.</summary>
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
