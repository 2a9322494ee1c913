namespace Telemetry;

/// <summary>Drains the queues that are in use when the process ends.</summary>
internal static class ProcessEnd
{
    private const int FirstPruning = 16;

    private static readonly object s_gate = new();

    // Not kept alive: a dispatcher that nobody uses any more goes, with its handlers and their queues.
    private static readonly List<WeakReference<HandlerQueue>> s_queues = [];
    private static int s_pruneAt = FirstPruning;

    static ProcessEnd() => AppDomain.CurrentDomain.ProcessExit += (_, _) => DrainAll();

    internal static void Watch(HandlerQueue queue)
    {
        lock (s_gate)
        {
            if (s_queues.Count >= s_pruneAt)
            {
                s_queues.RemoveAll(known => !known.TryGetTarget(out HandlerQueue? target) || target.IsEnded);
                s_pruneAt = Math.Max(FirstPruning, s_queues.Count * 2);
            }

            s_queues.Add(new WeakReference<HandlerQueue>(queue));
        }
    }

    // All of them at the same time, so that the end waits as long as the slowest may take, and not for one after another.
    private static void DrainAll()
    {
        HandlerQueue[] queues;
        lock (s_gate)
        {
            queues = [.. s_queues.Select(known => known.TryGetTarget(out HandlerQueue? queue) ? queue : null).OfType<HandlerQueue>()];
        }

        Array.ForEach(queues, queue => queue.Complete());
        Array.ForEach(queues, queue => queue.Drain());
    }
}
