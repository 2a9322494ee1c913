namespace Telemetry.Metrics;

/// <summary>The difference of two readings of values in exponential buckets.</summary>
internal static class ExponentialInterval
{
    // More than any index has bits.
    private const int MaxShift = 31;

    /// <summary>Returns the values since an earlier reading, in the coarser of the two scales; null if a number went down.</summary>
    internal static ExponentialReading? Between(ExponentialReading earlier, ExponentialReading later)
    {
        int scale = Math.Min(earlier.Scale, later.Scale);
        long[]? positive = Subtract(
            later.PositiveCounts,
            later.PositiveOffset,
            later.Scale - scale,
            earlier.PositiveCounts,
            earlier.PositiveOffset,
            earlier.Scale - scale,
            out int positiveOffset);
        long[]? negative = Subtract(
            later.NegativeCounts,
            later.NegativeOffset,
            later.Scale - scale,
            earlier.NegativeCounts,
            earlier.NegativeOffset,
            earlier.Scale - scale,
            out int negativeOffset);
        long zeros = later.ZeroCount - earlier.ZeroCount;
        return positive is null || negative is null || zeros < 0
            ? null
            : new ExponentialReading
            {
                Scale = scale,
                ZeroCount = zeros,
                PositiveCounts = positive,
                PositiveOffset = positiveOffset,
                NegativeCounts = negative,
                NegativeOffset = negativeOffset,
            };
    }

    // Null if there were more values in a bucket before than there are now.
    private static long[]? Subtract(
        IReadOnlyList<long> later,
        int laterOffset,
        int laterShift,
        IReadOnlyList<long> earlier,
        int earlierOffset,
        int earlierShift,
        out int offset)
    {
        laterShift = Math.Min(laterShift, MaxShift);
        earlierShift = Math.Min(earlierShift, MaxShift);
        offset = laterOffset >> laterShift;
        long[] counts = later.Count == 0 ? [] : new long[((laterOffset + later.Count - 1) >> laterShift) - offset + 1];
        for (int i = 0; i < later.Count; i++)
        {
            counts[((laterOffset + i) >> laterShift) - offset] += later[i];
        }

        for (int i = 0; i < earlier.Count; i++)
        {
            if (earlier[i] > 0)
            {
                int index = ((earlierOffset + i) >> earlierShift) - offset;
                if (index < 0 || index >= counts.Length)
                {
                    return null;
                }

                counts[index] -= earlier[i];
            }
        }

        return Array.Exists(counts, count => count < 0) ? null : counts;
    }
}
