namespace Telemetry;

/// <summary>Ends a span with a task, and preserves the whole outcome of the task for the caller.</summary>
internal static class SpanTask
{
    internal static Task End(TelemetrySpan span, Task task)
    {
        // A null task is returned unchanged, as it is if there are no handlers.
        if (task is null or { Status: TaskStatus.RanToCompletion })
        {
            span.Stop();
            return task!;
        }

        return EndLater(span, task).Unwrap();
    }

    internal static Task<TResult> End<TResult>(TelemetrySpan span, Task<TResult> task)
    {
        if (task is null or { Status: TaskStatus.RanToCompletion })
        {
            span.Stop();
            return task!;
        }

        return EndLater(span, task).Unwrap();
    }

    internal static ValueTask End(TelemetrySpan span, ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return new(End(span, task.AsTask()));
        }

        // A value task must be consumed exactly once.
        task.GetAwaiter().GetResult();
        span.Stop();
        return default;
    }

    internal static ValueTask<TResult> End<TResult>(TelemetrySpan span, ValueTask<TResult> task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return new(End(span, task.AsTask()));
        }

        TResult result = task.Result;
        span.Stop();
        return new(result);
    }

    // Returns the task itself, to be unwrapped: rethrowing would lose all exceptions of the task except the first, and its
    // cancellation token.
    private static async Task<TTask> EndLater<TTask>(TelemetrySpan span, TTask task)
        where TTask : Task
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            span.Fail(e);
            return task;
        }

        span.Stop();
        return task;
    }
}
