namespace Telemetry.Alerts;

/// <summary>The number of a series of a metric that is compared with limits.</summary>
internal readonly struct MetricSample(IReadOnlyList<string> tagValues, double value)
{
    internal IReadOnlyList<string> TagValues { get; } = tagValues;

    internal double Value { get; } = value;
}
