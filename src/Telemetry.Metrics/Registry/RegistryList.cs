using System.Runtime.CompilerServices;

namespace Telemetry.Metrics;

/// <summary>The registries of each dispatcher. It keeps neither alive.</summary>
internal static class RegistryList
{
    private static readonly ConditionalWeakTable<TelemetryDispatcher, List<WeakReference<MetricRegistry>>> s_lists = new();

    internal static void Add(MetricRegistry registry)
    {
        List<WeakReference<MetricRegistry>> list = s_lists.GetValue(registry.Dispatcher, static _ => []);
        lock (list)
        {
            list.RemoveAll(static entry => Get(entry) is null);
            list.Add(new(registry));
        }
    }

    internal static MetricRegistry[] Of(TelemetryDispatcher dispatcher)
    {
        if (!s_lists.TryGetValue(dispatcher, out List<WeakReference<MetricRegistry>>? list))
        {
            return [];
        }

        lock (list)
        {
            return [.. list.Select(Get).OfType<MetricRegistry>()];
        }
    }

    private static MetricRegistry? Get(WeakReference<MetricRegistry> entry) =>
        entry.TryGetTarget(out MetricRegistry? registry) && !registry.IsDisposed ? registry : null;
}
