using System.Globalization;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>A row of a table: the numbers of a series in an interval, and its name.</summary>
/// <param name="Numbers">The numbers, empty where the series has none.</param>
/// <param name="Unit">The unit; empty for none.</param>
/// <param name="Name">The name of the metric, with the tags of the series.</param>
internal sealed record TableRow(string[] Numbers, string Unit, string Name)
{
    /// <summary>The headers of the columns.</summary>
    internal static TableRow Header { get; } = new(["Count", "Rate/s", "Value", "Mean", "P50", "P95", "P99"], "Unit", "Metric");

    /// <summary>Returns the rows of an interval.</summary>
    internal static IReadOnlyList<TableRow> Of(MetricSnapshot interval, TimeSpan length, string? prefix) =>
    [
        .. from metric in interval.Metrics
           let name = DottedName.Of(metric.Definition.Name, prefix)
           let unit = PlainText.Of(metric.Definition.Unit ?? string.Empty)
           from series in metric.Series
           select new TableRow(NumbersOf(metric.Definition, series, length), unit, PlainText.Of(name + TagsOf(metric.Definition, series))),
    ];

    // The sum of a summary and of a distribution shows little beside their mean.
    private static string[] NumbersOf(MetricDefinition definition, SeriesReading series, TimeSpan length)
    {
        bool hasQuantiles = definition.Type is MetricType.Distribution or MetricType.Summary;
        bool hasRate = !IntervalNumbers.IsLevel(definition) && length > TimeSpan.Zero;
        return
        [
            series.Count.ToString(CultureInfo.InvariantCulture),
            hasRate ? ShortNumber.Of(series.Count / length.TotalSeconds) : string.Empty,
            hasQuantiles ? string.Empty : ShortNumber.Of(series.Value),
            hasQuantiles && series.Value.TryGetDouble(out double sum) ? ShortNumber.Of(sum / series.Count) : string.Empty,
            QuantileOf(series, 0.5),
            QuantileOf(series, 0.95),
            QuantileOf(series, 0.99),
        ];
    }

    private static string QuantileOf(SeriesReading series, double q) =>
        series.Quantile(q) is { } value ? ShortNumber.Of(value) : string.Empty;

    private static string TagsOf(MetricDefinition definition, SeriesReading series) => definition.Tags.Count == 0
        ? string.Empty
        : "{" + string.Join(", ", definition.Tags.Select((tag, i) => $"{tag.Name}={series.TagValues[i]}")) + "}";
}
