using System.Text;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Writes the series of a distribution: the cumulative counts of its buckets, the sum and the count.</summary>
internal static class HistogramText
{
    internal static void Write(ref Utf8Writer writer, FamilyText family)
    {
        IReadOnlyList<double> bounds = family.Metric.Definition.Buckets;
        byte[][] buckets =
        [
            .. bounds.Select(bound => family.Labels.Last("le", BoundText.Of(bound, family.Format))),
            family.Labels.Last("le", "+Inf"),
        ];
        byte[] sum = Encoding.ASCII.GetBytes(family.Name + "_sum");
        byte[] count = Encoding.ASCII.GetBytes(family.Name + "_count");

        // The sum of negative values goes down, which OpenMetrics forbids.
        bool hasSum = family.Format != TextFormat.OpenMetrics || bounds.Count == 0 || bounds[0] >= 0;
        var samples = new SampleText(family.Name + "_bucket", family.Labels);
        for (int i = 0; i < family.Metric.Series.Count; i++)
        {
            SeriesReading series = family.Metric.Series[i];
            samples.Begin(series.TagValues);
            long total = WriteBuckets(ref writer, samples.Start, buckets, series.BucketCounts);
            if (hasSum)
            {
                writer.Write(sum);
                writer.WriteLine(samples.Labels, family.Labels.End, series.Value);
                writer.Write(count);
                writer.WriteLine(samples.Labels, family.Labels.End, total);
            }
        }
    }

    private static long WriteBuckets(
        ref Utf8Writer writer, ReadOnlySpan<byte> start, byte[][] buckets, IReadOnlyList<long> counts)
    {
        long total = 0;
        if (counts is long[] array)
        {
            for (int i = 0; i < buckets.Length; i++)
            {
                total += array[i];
                writer.WriteLine(start, buckets[i], total);
            }

            return total;
        }

        for (int i = 0; i < buckets.Length; i++)
        {
            total += counts[i];
            writer.WriteLine(start, buckets[i], total);
        }

        return total;
    }
}
