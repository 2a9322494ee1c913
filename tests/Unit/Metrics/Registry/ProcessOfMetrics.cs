using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

/// <summary>The events and metrics of one process of several.</summary>
internal sealed class ProcessOfMetrics : IDisposable
{
    internal ProcessOfMetrics(params MetricDefinition[] definitions)
    {
        Registry = new MetricRegistry(Dispatcher);
        Registry.AddMany(definitions);
    }

    internal TelemetryDispatcher Dispatcher { get; } = new();

    internal MetricRegistry Registry { get; }

    internal Metric this[string name] => Registry.Find(name)!;

    public void Dispose() => Registry.Dispose();

    /// <summary>Emits the event <c>a</c> with the measurement <c>n</c> and the tag <c>x</c>, several times.</summary>
    internal void Emit(int times = 1, MetadataValue tag = default, MeasurementValue? value = null)
    {
        TelemetryEvent handle = Dispatcher.GetEvent("a");
        for (int i = 0; i < times; i++)
        {
            handle.Execute([new("n", value ?? 1)], [new("x", tag)]);
        }
    }
}
