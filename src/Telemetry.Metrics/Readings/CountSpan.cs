namespace Telemetry.Metrics;

/// <summary>Reads lists of counts as spans: there are up to 640 counts in a summary, and a call for each would be slow.</summary>
internal static class CountSpan
{
    internal static ReadOnlySpan<long> Of(IReadOnlyList<long> counts) => counts is long[] array ? array : [.. counts];

    internal static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            sum += count;
        }

        return sum;
    }
}
