namespace Telemetry.Metrics;

/// <summary>The numbers of a metric as a file of state has them. Immutable.</summary>
internal sealed class SavedMetric
{
    // So high that nothing counts there, and that several can be added.
    private const long MaxCount = 1L << 58;

    internal string Name { get; init; } = string.Empty;

    internal MetricType Type { get; init; }

    internal string? Unit { get; init; }

    /// <summary>The names of the tags.</summary>
    internal IReadOnlyList<string> Tags { get; init; } = [];

    internal IReadOnlyList<double> Bounds { get; init; } = [];

    /// <summary>The ids of all that went into the numbers: one for each process that recorded a part, and did not go on from
    /// another's state. The numbers of two states with an id in common cannot be added, as a part of them is the same.</summary>
    internal IReadOnlyList<string> Origins { get; init; } = [];

    internal IReadOnlyList<SeriesReading> Series { get; init; } = [];

    /// <summary>The file, for messages.</summary>
    internal string Path { get; init; } = string.Empty;

    /// <summary>Whether the numbers are as those of a metric can be.</summary>
    internal bool IsConsistent => Name.Length > 0 && Series.All(IsValid);

    internal static SavedMetric Of(MetricReading reading, IEnumerable<string> origins)
    {
        MetricDefinition definition = reading.Definition;
        return new()
        {
            Name = definition.Name,
            Type = definition.Type,
            Unit = definition.Unit,
            Tags = [.. definition.Tags.Select(tag => tag.Name)],
            Bounds = definition.Buckets,
            Origins = [.. origins],
            Series = reading.Series,
        };
    }

    internal bool HasOriginOf(IEnumerable<string> origins) => Origins.Intersect(origins, StringComparer.Ordinal).Any();

    /// <summary>Returns the reason for which a metric cannot go on from these numbers, as a clause; null if it can.</summary>
    internal string? FindDifference(MetricDefinition definition) =>
        Type != definition.Type ? $"its type was {Type} and is {definition.Type}"
        : !definition.IsCumulative ? "its value did not go down then and can do so now"
        : UnitOf(Unit) != UnitOf(definition.Unit) ? $"its unit was {Quote(Unit)} and is {Quote(definition.Unit)}"
        : !Tags.SequenceEqual(definition.Tags.Select(tag => tag.Name), StringComparer.OrdinalIgnoreCase) ? "its tags are others now"
        : !Bounds.SequenceEqual(definition.Buckets) ? "the bounds of its buckets are others now"
        : null;

    private bool IsValid(SeriesReading series) =>
        series.TagValues.Count == Tags.Count
        && series.Count is >= 0 and <= MaxCount
        && Type switch
        {
            MetricType.Counter => series.Value.TryGetInt64(out long value) && value == series.Count,
            MetricType.Distribution => series.BucketCounts.Count == Bounds.Count + 1 && AddUp(series.BucketCounts, series.Count),
            MetricType.Summary => series.Exponential is { } values
                && AddUp([values.ZeroCount, .. values.PositiveCounts, .. values.NegativeCounts], series.Count),
            _ => true,
        };

    private static bool AddUp(IEnumerable<long> counts, long expected)
    {
        long rest = expected;
        foreach (long count in counts)
        {
            if (count < 0 || count > rest)
            {
                return false;
            }

            rest -= count;
        }

        return rest == 0;
    }

    private static string? UnitOf(string? unit) => unit is null ? null : MetricUnit.Of(unit).Name;

    private static string Quote(string? unit) => unit is null ? "none" : $"'{MetricErrors.Printable(unit)}'";
}
