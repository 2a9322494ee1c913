namespace Telemetry.Metrics;

/// <summary>The metrics whose functions run on a thread. A function that emits an event of its own metric would otherwise be called
/// without end.</summary>
internal static class RunningFunctions
{
    [ThreadStatic]
    private static Stack<object>? t_running;

    /// <summary>Notes that a function of a metric begins.</summary>
    /// <exception cref="InvalidOperationException">One runs already on this thread.</exception>
    internal static void Begin(object metric, string name)
    {
        Stack<object> running = t_running ??= new();
        if (running.Contains(metric))
        {
            throw new InvalidOperationException(
                $"A function of the metric '{name}' emitted an event that the metric records. That event was not recorded, as the "
                + "function would call itself without end.");
        }

        running.Push(metric);
    }

    internal static void End() => t_running!.Pop();
}
