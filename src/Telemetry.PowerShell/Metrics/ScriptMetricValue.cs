using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>The values of a series, as Get-TelemetryMetricValue writes them. Immutable.</summary>
public sealed class ScriptMetricValue
{
    private readonly MetricDefinition _definition;
    private readonly SeriesReading _series;

    private ScriptMetricValue(MetricDefinition definition, SeriesReading series, MetricSnapshot snapshot)
    {
        _definition = definition;
        _series = series;
        Snapshot = snapshot;
        Tags = ScriptFields.Empty();
        for (int i = 0; i < definition.Tags.Count; i++)
        {
            Tags[definition.Tags[i].Name] = series.TagValues[i];
        }
    }

    /// <summary>The name of the metric.</summary>
    public string Name => _definition.Name;

    /// <summary>The type of the metric.</summary>
    public MetricType Type => _definition.Type;

    /// <summary>The values of the tags, as text, by the names of the tags. A missing value is empty.</summary>
    public ScriptFields Tags { get; }

    /// <summary>The number of values recorded.</summary>
    public long Count => _series.Count;

    /// <summary>The sum of the values, for a sum, a summary and a distribution; null for other types.</summary>
    public object? Sum => Type is MetricType.Counter or MetricType.LastValue ? null : Value;

    /// <summary>The median, for a summary and a distribution; null for other types, and if nothing was recorded.</summary>
    public double? P50 => _series.Quantile(0.5);

    /// <summary>The value that 95 % of the values do not exceed, for a summary and a distribution; otherwise null.</summary>
    public double? P95 => _series.Quantile(0.95);

    /// <summary>The value that 99 % of the values do not exceed, for a summary and a distribution; otherwise null.</summary>
    public double? P99 => _series.Quantile(0.99);

    /// <summary>The value: the number of events of a counter, the most recent value of a last value, and the sum of other
    /// types.</summary>
    public object Value => _series.Value.ToObject();

    /// <summary>The unit of the values; null for none.</summary>
    public string? Unit => _definition.Unit;

    /// <summary>The time at which the series, or the interval, began, in UTC.</summary>
    public DateTime Started => _series.Started;

    /// <summary>The time at which the values were read, in UTC.</summary>
    public DateTime Time => Snapshot.Time;

    /// <summary>The snapshot to which the values belong, for later values since then.</summary>
    [Hidden]
    public MetricSnapshot Snapshot { get; }

    /// <summary>The metric with its tags as text.</summary>
    [Hidden]
    public string SeriesText => _definition.Tags.Count == 0 ? Name : $"{Name}{{{TagText}}}";

    /// <summary>The tags as text.</summary>
    [Hidden]
    public string TagText => FieldText.Of(Tags);

    /// <summary>The value as text.</summary>
    [Hidden]
    public string ValueText => NumberText.Of(_series.Value);

    /// <summary>The median as text; null if there is none.</summary>
    [Hidden]
    public string? P50Text => NumberText.Of(P50);

    /// <summary>The quantile of 95 % as text; null if there is none.</summary>
    [Hidden]
    public string? P95Text => NumberText.Of(P95);

    /// <summary>The quantile of 99 % as text; null if there is none.</summary>
    [Hidden]
    public string? P99Text => NumberText.Of(P99);

    /// <summary>Creates the values of all series of a snapshot.</summary>
    /// <param name="snapshot">The values.</param>
    /// <param name="now">The snapshot of the totals, from which later values are counted.</param>
    internal static IEnumerable<ScriptMetricValue> Of(MetricSnapshot snapshot, MetricSnapshot now) => snapshot.Metrics.SelectMany(
        metric => metric.Series.Select(series => new ScriptMetricValue(metric.Definition, series, now)));

    /// <summary>Returns the series and its value.</summary>
    public override string ToString() => $"{SeriesText} {ValueText}{(Unit is null ? string.Empty : " " + Unit)}";
}
