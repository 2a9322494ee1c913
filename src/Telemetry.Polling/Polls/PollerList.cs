namespace Telemetry.Polling;

/// <summary>The pollers of the process that have a thread. Safe to use from any thread.</summary>
internal static class PollerList
{
    private static readonly object s_gate = new();
    private static readonly HashSet<Poller> s_pollers = [];

    internal static void Add(Poller poller)
    {
        lock (s_gate)
        {
            s_pollers.Add(poller);
        }

        PollEnd.Watch();
    }

    internal static void Remove(Poller poller)
    {
        lock (s_gate)
        {
            s_pollers.Remove(poller);
        }
    }

    internal static Poller[] All()
    {
        lock (s_gate)
        {
            return [.. s_pollers];
        }
    }
}
