namespace Telemetry;

/// <summary>Detaches the handlers that have a buffer when the process ends, so that what waits is delivered.</summary>
internal static class ProcessEnd
{
    private const int FirstPruning = 16;

    private static readonly object s_gate = new();

    // Not kept alive: a dispatcher that nobody uses any more goes, with its handlers and their queues.
    private static readonly List<WeakReference<HandlerRegistration>> s_handlers = [];
    private static int s_pruneAt = FirstPruning;

    static ProcessEnd() => AppDomain.CurrentDomain.ProcessExit += (_, _) => DrainAll();

    internal static void Watch(HandlerRegistration handler)
    {
        lock (s_gate)
        {
            if (s_handlers.Count >= s_pruneAt)
            {
                s_handlers.RemoveAll(known => !known.TryGetTarget(out HandlerRegistration? target) || target.IsEnded);
                s_pruneAt = Math.Max(FirstPruning, s_handlers.Count * 2);
            }

            s_handlers.Add(new WeakReference<HandlerRegistration>(handler));
        }
    }

    // All of them at the same time, so that the end waits as long as the slowest may take, and not for one after another.
    private static void DrainAll()
    {
        HandlerRegistration[] handlers;
        lock (s_gate)
        {
            handlers =
            [
                .. s_handlers
                    .Select(known => known.TryGetTarget(out HandlerRegistration? handler) ? handler : null)
                    .OfType<HandlerRegistration>(),
            ];
        }

        Array.ForEach(handlers, handler => handler.Detach());
        Array.ForEach(handlers, handler => handler.Dispose());
    }
}
