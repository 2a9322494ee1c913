namespace Telemetry.Tests.Support;

/// <summary>The forms of a span around a function that returns a task, by name.</summary>
internal static class AsyncForms
{
    public static TheoryData<string> All => ["Task", "Task<T>", "ValueTask", "ValueTask<T>"];

    /// <summary>Runs a function in a span by one of the forms.</summary>
    /// <returns>What the form returned, as a task.</returns>
    public static Task RunAsync(this TelemetrySpanSource source, string form, Func<TelemetrySpan, Task<int>> function) => form switch
    {
        "Task" => source.RunAsync(span => (Task)function(span)),
        "Task<T>" => source.RunAsync(function),
        "ValueTask" => source.RunValueTaskAsync(span => new ValueTask(function(span))).AsTask(),
        "ValueTask<T>" => source.RunValueTaskAsync(span => new ValueTask<int>(function(span))).AsTask(),
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };
}
