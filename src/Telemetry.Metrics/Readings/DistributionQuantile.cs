namespace Telemetry.Metrics;

/// <summary>Estimates quantiles of a distribution, as the function <c>histogram_quantile</c> of Prometheus does.</summary>
internal static class DistributionQuantile
{
    /// <summary>Estimates a quantile; null if nothing was recorded.</summary>
    /// <param name="bounds">The upper bounds of the buckets.</param>
    /// <param name="counts">The number of values in each bucket, and last of those above the highest bound.</param>
    /// <param name="q">The quantile, from 0 to 1.</param>
    internal static double? Of(IReadOnlyList<double> bounds, IReadOnlyList<long> counts, double q)
    {
        long total = CountSpan.Sum(CountSpan.Of(counts));
        double rank = q * total;
        long before = 0;
        for (int i = 0; i < bounds.Count; i++)
        {
            // An empty bucket has no values, even at rank 0.
            if (counts[i] > 0 && before + counts[i] >= rank)
            {
                return Interpolate(bounds, i, (rank - before) / counts[i]);
            }

            before += counts[i];
        }

        return total > 0 ? bounds[bounds.Count - 1] : null;
    }

    private static double Interpolate(IReadOnlyList<double> bounds, int bucket, double fraction)
    {
        double upper = bounds[bucket];
        if (bucket == 0 && upper <= 0)
        {
            return upper;
        }

        double lower = bucket == 0 ? 0 : bounds[bucket - 1];

        // Not the width times the fraction, which is infinite for the widest buckets.
        return (lower * (1 - fraction)) + (upper * fraction);
    }
}
