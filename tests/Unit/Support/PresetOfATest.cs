using Telemetry.Diagnostics;
using Telemetry.Metrics;

namespace Telemetry.Tests.Support;

/// <summary>A preset with its metrics and its sources, for a dispatcher of its own.</summary>
internal sealed class PresetOfATest : IDisposable
{
    private readonly SourceBridge _bridge = new(new TelemetryDispatcher());
    private readonly MetricRegistry _registry;

    internal PresetOfATest(string name)
    {
        MetricFileContent preset = MetricFile.ReadPreset(name);
        _registry = new MetricRegistry(_bridge.Dispatcher);
        _registry.AddMany(preset.Metrics);
        foreach (MetricFileSource source in preset.ReadSources())
        {
            _bridge.Enable(
                source.Name,
                source.Via is null ? null : Enum.Parse<SourceKind>(source.Via),
                new SourceOptions { Prefix = source.Prefix, Tags = source.Tags });
        }
    }

    /// <summary>The samples of its metrics as text for Prometheus, in order: those with a label whose value is given, without sums,
    /// buckets and comments.</summary>
    internal string[] Samples(string label) =>
    [
        .. Written.Prometheus(_registry.Collect()).Split('\n')
            .Where(line => line.Contains($"\"{label}\"", StringComparison.Ordinal))
            .Where(line => !line.Contains("_bucket{", StringComparison.Ordinal) && !line.Contains("_sum{", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        _registry.Dispose();
        _bridge.Dispose();
    }
}
