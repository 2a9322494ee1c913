using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>Calls a function that returns a task in a span, and prevents ambient values that handlers or the function set from
/// reaching the caller.</summary>
internal static class SpanCall
{
    /// <param name="span">The span, which has not emitted its start event yet.</param>
    /// <param name="state">The value passed to the function.</param>
    /// <param name="function">The function.</param>
    /// <param name="end">A function that ends the span with the task of the function, and returns the task for the caller.</param>
    internal static TTask Run<TState, TTask>(
        TelemetrySpan span,
        TState state,
        Func<TelemetrySpan, TState, TTask> function,
        Func<TelemetrySpan, TTask, TTask> end)
    {
        if (!span.IsEnabled)
        {
            return RunUnheard(span, state, function);
        }

        // The builder of asynchronous methods restores the context of the caller when the first step returns or throws, on
        // every framework, even if the flow is suppressed. An asynchronous method itself would store in its task an exception
        // that must be thrown at the call, and could not return the function's own task.
        var step = new Step<TState, TTask>(span, state, function, end);
        AsyncTaskMethodBuilder.Create().Start(ref step);
        return step.Result;
    }

    // Faster than the builder. If the context cannot be restored, only values that the function itself set can remain.
    private static TTask RunUnheard<TState, TTask>(TelemetrySpan span, TState state, Func<TelemetrySpan, TState, TTask> function)
    {
        AmbientContext caller = AmbientContext.Capture();
        try
        {
            return function(span, state);
        }
        finally
        {
            caller.Restore();
        }
    }

    private struct Step<TState, TTask>(
        TelemetrySpan span,
        TState state,
        Func<TelemetrySpan, TState, TTask> function,
        Func<TelemetrySpan, TTask, TTask> end) : IAsyncStateMachine
    {
        internal TTask Result { get; private set; } = default!;

        public void MoveNext()
        {
            span.EmitStart();
            Result = end(span, Call());
        }

        public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
        {
        }

        private readonly TTask Call()
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
}
