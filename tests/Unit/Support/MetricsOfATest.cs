using Telemetry.Metrics;

namespace Telemetry.Tests.Support;

/// <summary>A registry with a dispatcher of its own and the counter <c>job.count</c>.</summary>
internal sealed class MetricsOfATest : IDisposable
{
    public MetricsOfATest()
    {
        Registry = new MetricRegistry(Dispatcher);
        Registry.Add(new("job.count", MetricType.Counter) { Events = ["job.done"] });
    }

    internal TelemetryDispatcher Dispatcher { get; } = new();

    internal MetricRegistry Registry { get; }

    /// <summary>Counts jobs.</summary>
    internal void Count(int jobs = 1)
    {
        for (int i = 0; i < jobs; i++)
        {
            Dispatcher.Execute("job.done");
        }
    }

    public void Dispose() => Registry.Dispose();
}
