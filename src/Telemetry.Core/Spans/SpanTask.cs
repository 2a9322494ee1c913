namespace Telemetry;

/// <summary>Ends a span with a task, and hides nothing of the task from whoever waits for it.</summary>
internal static class SpanTask
{
    internal static Task End(TelemetrySpan span, Task task)
    {
        // A function that returns null gets its null through, as it does where nobody listens.
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

        // A value task is consumed once, and must be.
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

    // The task itself comes out, to be unwrapped: throwing again what it threw would lose all of its exceptions but the
    // first, and the token that it was canceled by.
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
