namespace Telemetry;

/// <summary>Determines whether the result of a function is a task.</summary>
internal static class TaskEnd<TResult>
{
    /// <summary>Ends a span with the task that a function returned; null if the function returns another type, or a task with
    /// a result, which has its own overloads.</summary>
    // Not overloads for these two types: the compiler would choose one of them for every lambda that only throws.
    internal static readonly Func<TelemetrySpan, TResult, TResult>? End = Find();

    private static Func<TelemetrySpan, TResult, TResult>? Find()
    {
        object? end = null;
        if (typeof(TResult) == typeof(Task))
        {
            end = (Func<TelemetrySpan, Task, Task>)SpanTask.End;
        }
        else if (typeof(TResult) == typeof(ValueTask))
        {
            end = (Func<TelemetrySpan, ValueTask, ValueTask>)SpanTask.End;
        }

        return (Func<TelemetrySpan, TResult, TResult>?)end;
    }
}
