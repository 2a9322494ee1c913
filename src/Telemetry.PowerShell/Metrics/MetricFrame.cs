using System.Globalization;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>The live view of metrics as lines: a title, the name of each metric, and a row for each series with its numbers since the
/// frame before. The columns get wider with their content, and never narrower, so that they stay in their places.</summary>
/// <param name="interval">The interval of the frames.</param>
internal sealed class MetricFrame(TimeSpan interval)
{
    private const int MinNameWidth = 16;
    private const int MaxPlainWidth = 120;

    private readonly string[] _labels = ["Rate/s", "Count", "Value", "P50", "P95", "P99"];
    private readonly int[] _widths = [6, 5, 6, 6, 6, 6];

    /// <summary>Creates the lines of a frame for a screen. None is longer than the width.</summary>
    /// <param name="now">The values.</param>
    /// <param name="earlier">The values of the frame before; null for the first frame.</param>
    /// <param name="width">The width of the screen.</param>
    /// <param name="height">The highest number of lines.</param>
    internal IReadOnlyList<string> Create(MetricSnapshot now, MetricSnapshot? earlier, int width, int height)
    {
        List<Row> rows = RowsOf(now, earlier);
        List<string> lines = Lines(now, rows, NameWidth(width));
        if (lines.Count > height)
        {
            int left = Math.Max(2, height - 1);
            string rest = $"… and {lines.Count - left} more lines. Select metrics by -Name, or make the window higher.";
            lines = [.. lines.Take(left), rest];
        }

        return lines.ConvertAll(line => Cut(line.TrimEnd(), width));
    }

    /// <summary>Creates the lines of a frame for output that goes elsewhere: all of them, and as wide as is needed.</summary>
    /// <param name="now">The values.</param>
    /// <param name="earlier">The values of the frame before; null for the first frame.</param>
    internal IReadOnlyList<string> Create(MetricSnapshot now, MetricSnapshot? earlier)
    {
        List<Row> rows = RowsOf(now, earlier);
        int longest = rows.Where(row => row.Numbers is not null).Max(row => row.Name.Length);
        return Lines(now, rows, Math.Min(longest, NameWidth(MaxPlainWidth))).ConvertAll(line => line.TrimEnd());
    }

    private static IEnumerable<Row> SeriesOf(MetricSnapshot now, MetricSnapshot? earlier)
    {
        ScriptMetricValue[] totals = [.. ScriptMetricValue.Of(now, now)];
        ScriptMetricValue[] recent = earlier is null ? totals : [.. ScriptMetricValue.Of(now.Since(earlier), now)];
        double? seconds = earlier is null ? null : (now.Time - earlier.Time).TotalSeconds;
        for (int i = 0; i < totals.Length; i++)
        {
            ScriptMetricValue total = totals[i];
            string name = total.Unit is null ? total.Name : $"{total.Name} ({total.Unit})";
            bool hasTags = total.TagText.Length > 0;
            if (hasTags && (i == 0 || totals[i - 1].Name != total.Name))
            {
                yield return new Row(name, null);
            }

            yield return new Row(hasTags ? $"  {total.TagText}" : name, NumbersOf(total, recent[i], seconds));
        }
    }

    // The value of a summary and of a distribution is the sum, which shows little: their numbers are the quantiles.
    private static string?[] NumbersOf(ScriptMetricValue total, ScriptMetricValue recent, double? seconds) =>
    [
        total.Type == MetricType.LastValue ? null : NumberText.Of(recent.Count / seconds),
        total.Count.ToString(CultureInfo.InvariantCulture),
        total.Type is MetricType.Summary or MetricType.Distribution ? null : total.ValueText,
        recent.P50Text,
        recent.P95Text,
        recent.P99Text,
    ];

    private static string Cut(string text, int width) => text.Length > width ? text.Substring(0, Math.Max(0, width - 1)) + "…" : text;

    private List<Row> RowsOf(MetricSnapshot now, MetricSnapshot? earlier)
    {
        List<Row> rows = [new Row("Metric", _labels), .. SeriesOf(now, earlier)];
        for (int i = 0; i < _widths.Length; i++)
        {
            _widths[i] = rows.Select(row => row.Numbers?[i]?.Length ?? 0).Append(_widths[i]).Max();
        }

        return rows;
    }

    private int NameWidth(int width) => Math.Max(MinNameWidth, width - _widths.Sum(column => column + 1));

    private List<string> Lines(MetricSnapshot now, List<Row> rows, int nameWidth) =>
        [Title(now), string.Empty, .. rows.Select(row => Line(row, nameWidth))];

    private string Title(MetricSnapshot now) => string.Format(
        CultureInfo.InvariantCulture,
        "{0:HH:mm:ss}, every {1}: {2} metric{3} with {4} series. Ctrl+C ends the view.",
        now.Time.ToLocalTime(),
        DurationText.Of(interval),
        now.Metrics.Count,
        now.Metrics.Count == 1 ? string.Empty : "s",
        now.Metrics.Sum(metric => metric.Series.Count));

    private string Line(Row row, int nameWidth) => row.Numbers is null
        ? row.Name
        : Cut(row.Name, nameWidth).PadRight(nameWidth)
            + string.Concat(row.Numbers.Select((number, i) => " " + (number ?? string.Empty).PadLeft(_widths[i])));

    private sealed record Row(string Name, string?[]? Numbers);
}
