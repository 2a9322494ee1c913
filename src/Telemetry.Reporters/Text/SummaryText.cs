using System.Text;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Writes the series of a summary: its quantiles, if there are values, the sum and the count.</summary>
internal static class SummaryText
{
    private static readonly (double Value, string Text)[] s_quantiles = [(0.5, "0.5"), (0.9, "0.9"), (0.95, "0.95"), (0.99, "0.99")];

    internal static void Write(ref Utf8Writer writer, FamilyText family)
    {
        byte[][] quantiles = [.. s_quantiles.Select(quantile => family.Labels.Last("quantile", quantile.Text))];
        byte[] sum = Encoding.ASCII.GetBytes(family.Name + "_sum");
        byte[] count = Encoding.ASCII.GetBytes(family.Name + "_count");
        var samples = new SampleText(family.Name, family.Labels);
        for (int i = 0; i < family.Metric.Series.Count; i++)
        {
            SeriesReading series = family.Metric.Series[i];
            samples.Begin(series.TagValues);
            for (int q = 0; q < quantiles.Length; q++)
            {
                if (series.Quantile(s_quantiles[q].Value) is { } value)
                {
                    writer.WriteLine(samples.Start, quantiles[q], value);
                }
            }

            if (family.Format != TextFormat.OpenMetrics || !HasNegativeValues(series))
            {
                writer.Write(sum);
                writer.WriteLine(samples.Labels, family.Labels.End, series.Value);
            }

            writer.Write(count);
            writer.WriteLine(samples.Labels, family.Labels.End, series.Count);
        }
    }

    // Their sum goes down, which OpenMetrics forbids.
    private static bool HasNegativeValues(SeriesReading series) =>
        series.Exponential is { } values && values.NegativeCounts.Any(count => count > 0);
}
