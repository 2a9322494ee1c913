namespace Telemetry.Benchmarks.Scale;

/// <summary>What a dispatcher keeps in memory.</summary>
internal static class RetainedMemory
{
    /// <summary>The bytes that something leaves in use.</summary>
    internal static long GrowthBy(Action action)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        action();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    /// <summary>The bytes of a known event without handlers, its name of about 20 characters with them.</summary>
    internal static double OfKnownEvent(int count)
    {
        var dispatcher = new TelemetryDispatcher();
        long growth = GrowthBy(() => AddEvents(dispatcher, count));
        GC.KeepAlive(dispatcher);
        return (double)growth / count;
    }

    /// <summary>The bytes of a handler, its id with them, where each is alone at an event that is known already.</summary>
    internal static double OfHandler(int count)
    {
        var dispatcher = new TelemetryDispatcher();
        EventName[] names = [.. AddEvents(dispatcher, count).Select(known => known.EventName)];
        long growth = GrowthBy(() =>
        {
            for (int i = 0; i < count; i++)
            {
                dispatcher.Attach($"handler-{i}", names[i], Nothing);
            }
        });
        GC.KeepAlive(dispatcher);
        return (double)growth / count;
    }

    private static IReadOnlyCollection<TelemetryEvent> AddEvents(TelemetryDispatcher dispatcher, int count)
    {
        for (int i = 0; i < count; i++)
        {
            dispatcher.GetEvent($"known.event.{i}");
        }

        return dispatcher.GetEvents();
    }

    private static void Nothing(in EventData data, object? config)
    {
    }
}
