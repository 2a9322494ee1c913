namespace Telemetry.Metrics;

/// <summary>The handler of one event: records it in all groups that name it.</summary>
internal sealed class EventRecorder
{
    private MetricGroup[] _groups = [];

    internal MetricGroup[] Groups
    {
        get => Volatile.Read(ref _groups);
        set => Volatile.Write(ref _groups, value);
    }

    internal static void Handle(in EventData data, object? config)
    {
        foreach (MetricGroup group in ((EventRecorder)config!).Groups)
        {
            group.Record(in data);
        }
    }
}
