namespace Telemetry.Commands;

/// <summary>Completes the type of a metric.</summary>
internal sealed class MetricTypeCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Word, string ToolTip)> Words =>
    [
        ("Counter", "The number of events"),
        ("Sum", "The sum of a measurement"),
        ("LastValue", "The most recent value of a measurement"),
        ("Summary", "The number, the sum and quantiles of a measurement, without buckets"),
        ("Distribution", "The number and the sum of a measurement, and the number of values in each of your buckets"),
    ];
}
