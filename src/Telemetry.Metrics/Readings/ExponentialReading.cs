namespace Telemetry.Metrics;

/// <summary>
/// The values of a summary, counted in exponential buckets. Bucket <c>i</c> of the scale <c>s</c> has the values above
/// <c>2^(i / 2^s)</c>, up to <c>2^((i + 1) / 2^s)</c>. Immutable.
/// </summary>
public sealed class ExponentialReading
{
    /// <summary>The scale: 2 to its power buckets for each power of two.</summary>
    public int Scale { get; init; }

    /// <summary>The number of values that are 0.</summary>
    public long ZeroCount { get; init; }

    /// <summary>The index of the first entry of <see cref="PositiveCounts"/>.</summary>
    public int PositiveOffset { get; init; }

    /// <summary>The number of values in each bucket of positive values.</summary>
    public IReadOnlyList<long> PositiveCounts { get; init; } = [];

    /// <summary>The index of the first entry of <see cref="NegativeCounts"/>.</summary>
    public int NegativeOffset { get; init; }

    /// <summary>The number of values in each bucket of negative values, by their absolute value.</summary>
    public IReadOnlyList<long> NegativeCounts { get; init; } = [];

    /// <summary>The lowest value; null for an interval, of which it is not known, and if nothing was recorded.</summary>
    public double? Minimum { get; init; }

    /// <summary>The highest value; null for an interval, of which it is not known, and if nothing was recorded.</summary>
    public double? Maximum { get; init; }
}
