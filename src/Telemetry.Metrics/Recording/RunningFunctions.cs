namespace Telemetry.Metrics;

/// <summary>The metrics whose functions run on a thread. A function that emits an event of its own metric would otherwise be called
/// without end.</summary>
internal static class RunningFunctions
{
    [ThreadStatic]
    private static Stack<object>? t_running;

    /// <summary>Notes that a function of a metric runs on this thread until the scope is disposed.</summary>
    /// <exception cref="InvalidOperationException">One runs already on this thread.</exception>
    internal static Scope Begin(object metric, string name)
    {
        Stack<object> running = t_running ??= new();
        if (running.Contains(metric))
        {
            throw new InvalidOperationException(
                $"A function of the metric '{name}' emitted an event that the metric records. That event was not recorded, as the "
                + "function would call itself without end.");
        }

        running.Push(metric);
        return new Scope(running);
    }

    /// <summary>The time during which a function runs; the default value is that of none.</summary>
    internal readonly struct Scope(Stack<object>? running) : IDisposable
    {
        public void Dispose() => running?.Pop();
    }
}
