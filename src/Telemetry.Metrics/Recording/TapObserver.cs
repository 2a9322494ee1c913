namespace Telemetry.Metrics;

/// <summary>An observer that is a delegate, and wants all values.</summary>
internal sealed class TapObserver(MetricTap tap) : MetricObserver
{
    public override bool IsEnabled => true;

    public override void Record(IReadOnlyList<string> tagValues, double value) => tap(tagValues, value);
}
