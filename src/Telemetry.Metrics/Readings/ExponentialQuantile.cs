namespace Telemetry.Metrics;

/// <summary>Estimates quantiles of values in exponential buckets.</summary>
internal static class ExponentialQuantile
{
    /// <summary>Estimates a quantile; null if there are no values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="q">The quantile, from 0 to 1.</param>
    internal static double? Of(ExponentialReading values, double q)
    {
        ReadOnlySpan<long> negatives = CountSpan.Of(values.NegativeCounts);
        ReadOnlySpan<long> positives = CountSpan.Of(values.PositiveCounts);
        long negative = CountSpan.Sum(negatives);
        long nonPositive = negative + values.ZeroCount;
        long total = nonPositive + CountSpan.Sum(positives);
        if (total == 0)
        {
            return null;
        }

        // Known exactly, and not to be spoiled by the rounding of logarithms.
        if ((q == 0 && values.Minimum is not null) || (q == 1 && values.Maximum is not null))
        {
            return q == 0 ? values.Minimum : values.Maximum;
        }

        double rank = q * total;
        double quantile = negative > 0 && rank <= negative ? OfNegative(values, negatives, negative - rank)
            : values.ZeroCount > 0 && rank <= nonPositive ? 0
            : total > nonPositive ? OfPositive(values, positives, rank - nonPositive)
            : 0;
        return Math.Min(Math.Max(quantile, values.Minimum ?? double.MinValue), values.Maximum ?? double.MaxValue);
    }

    private static double OfPositive(ExponentialReading values, ReadOnlySpan<long> counts, double rank) => Magnitude(
        values.Scale, values.PositiveOffset, counts, rank, values.Minimum, values.Maximum, isDescending: false);

    // By absolute values: their order is the reverse one.
    private static double OfNegative(ExponentialReading values, ReadOnlySpan<long> counts, double rank) => -Magnitude(
        values.Scale, values.NegativeOffset, counts, rank, -values.Maximum, -values.Minimum, isDescending: true);

    private static double Magnitude(
        int scale, int offset, ReadOnlySpan<long> counts, double rank, double? lowest, double? highest, bool isDescending)
    {
        int bucket = -1;
        long before = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                before += bucket < 0 ? 0 : counts[bucket];
                bucket = i;

                // A rank between two buckets is that of the lower values: in descending order, of those that follow.
                long upTo = before + counts[i];
                if (upTo > rank || (upTo == rank && !isDescending))
                {
                    break;
                }
            }
        }

        // Exponents of 2, as the bounds themselves may be beyond the range of a double.
        double width = Math.Pow(2, -scale);
        double lower = ((double)offset + bucket) * width;
        double upper = ((double)offset + bucket + 1) * width;
        lower = lowest > 0 ? Math.Max(lower, Exponent(lowest.Value)) : lower;
        upper = highest > 0 ? Math.Min(upper, Exponent(highest.Value)) : upper;
        double fraction = (rank - before) / counts[bucket];
        double magnitude = Math.Pow(2, lower + ((upper - lower) * fraction));
        return Math.Min(Math.Max(magnitude, double.Epsilon), double.MaxValue);
    }

    private static double Exponent(double value) => Math.Log(value, 2);
}
