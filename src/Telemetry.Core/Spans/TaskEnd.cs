namespace Telemetry;

/// <summary>Tells whether what a function returns is a task.</summary>
internal static class TaskEnd<TResult>
{
    /// <summary>Ends a span with the task that a function returned; null where the function returns something else, or a task
    /// with a result, which has overloads of its own.</summary>
    // Not overloads for these two: the compiler would take one of them for any lambda that only throws.
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
