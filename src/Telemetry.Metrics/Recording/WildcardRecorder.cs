using System.Collections.Concurrent;

namespace Telemetry.Metrics;

/// <summary>The handler of the events that match patterns with wildcards: records each event in the groups that it
/// matches.</summary>
internal sealed class WildcardRecorder
{
    private Groups _groups = new([]);

    internal MetricGroup[] All
    {
        get => Volatile.Read(ref _groups).All;

        // With a new memory of names: the old one has the results for the groups of before.
        set => Volatile.Write(ref _groups, new Groups(value));
    }

    internal static void Handle(in EventData data, object? config)
    {
        foreach (MetricGroup group in Volatile.Read(ref ((WildcardRecorder)config!)._groups).Of(data.EventName))
        {
            group.Record(in data);
        }
    }

    private sealed class Groups(MetricGroup[] all)
    {
        // Names may come without end; those beyond are matched each time.
        private const int MaxNames = 1024;

        private readonly ConcurrentDictionary<EventName, MetricGroup[]> _byName = new();
        private int _count;

        internal MetricGroup[] All => all;

        internal MetricGroup[] Of(EventName name)
        {
            if (_byName.TryGetValue(name, out MetricGroup[]? groups))
            {
                return groups;
            }

            groups = Array.FindAll(all, group => group.IsMatch(name));
            if (Volatile.Read(ref _count) < MaxNames && _byName.TryAdd(name, groups))
            {
                Interlocked.Increment(ref _count);
            }

            return groups;
        }
    }
}
