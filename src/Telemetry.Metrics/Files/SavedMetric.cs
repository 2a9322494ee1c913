namespace Telemetry.Metrics;

/// <summary>The numbers of a metric as a file of state has them. Immutable.</summary>
internal sealed class SavedMetric
{
    // So high that nothing counts there, and that several can be added.
    private const long MaxCount = 1L << 58;
    private const int MaxOrigins = 1000;

    internal string Name { get; init; } = string.Empty;

    internal MetricType Type { get; init; }

    internal string? Unit { get; init; }

    /// <summary>The names of the tags.</summary>
    internal IReadOnlyList<string> Tags { get; init; } = [];

    internal IReadOnlyList<double> Bounds { get; init; } = [];

    /// <summary>The ids of the numbers: a metric that is saved gets one, unless it goes on from a state, whose ids it then has. Two
    /// states with an id in common cannot be added, as a part of their numbers is the same.</summary>
    internal IReadOnlyList<string> Origins { get; init; } = [];

    internal IReadOnlyList<SeriesReading> Series { get; init; } = [];

    /// <summary>The file, for messages.</summary>
    internal string Path { get; init; } = string.Empty;

    /// <summary>Whether the numbers are as those of a metric can be.</summary>
    internal bool IsConsistent => Name.Length > 0 && Series.All(IsValid);

    internal static SavedMetric Of(MetricReading reading, IReadOnlyList<string> origins)
    {
        MetricDefinition definition = reading.Definition;
        return new()
        {
            Name = definition.Name,
            Type = definition.Type,
            Unit = definition.Unit,
            Tags = [.. definition.Tags.Select(tag => tag.Name)],
            Bounds = definition.Buckets,
            Origins = origins,
            Series = reading.Series,
        };
    }

    internal bool HasOriginOf(IEnumerable<string> origins) => Origins.Intersect(origins, StringComparer.Ordinal).Any();

    /// <summary>Returns the ids of two sums together. There is an end to their number, so that a process that adds up the states of
    /// others all the time does not grow: the oldest leave.</summary>
    internal static IReadOnlyList<string> Join(IReadOnlyList<string> origins, IReadOnlyList<string> added)
    {
        string[] all = [.. origins, .. added];
        return all.AsSpan(Math.Max(all.Length - MaxOrigins, 0)).ToArray();
    }

    /// <summary>Whether the numbers of another state are of the same kind, so that they can be added.</summary>
    internal bool HasShapeOf(SavedMetric other) =>
        Type == other.Type
        && UnitOf(Unit) == UnitOf(other.Unit)
        && Tags.SequenceEqual(other.Tags, StringComparer.OrdinalIgnoreCase)
        && Bounds.SequenceEqual(other.Bounds);

    /// <summary>Returns the reason for which a metric cannot go on from these numbers, as a clause; null if it can.</summary>
    internal string? FindDifference(MetricDefinition definition) =>
        Type != definition.Type ? $"its type was {Type} and is {definition.Type}"
        : !definition.IsCumulative ? "its value only went up and can go down now"
        : UnitOf(Unit) != UnitOf(definition.Unit) ? $"its unit was {Quote(Unit)} and is {Quote(definition.Unit)}"
        : !Tags.SequenceEqual(definition.Tags.Select(tag => tag.Name), StringComparer.OrdinalIgnoreCase) ? "it had other tags"
        : !Bounds.SequenceEqual(definition.Buckets) ? "its buckets had other bounds"
        : null;

    private bool IsValid(SeriesReading series) =>
        series.TagValues.Count == Tags.Count
        && series.Count is >= 0 and <= MaxCount
        && Type switch
        {
            MetricType.Counter => series.Value.TryGetInt64(out long value) && value == series.Count,
            MetricType.Sum => series.Value.TryGetDouble(out double sum) && !(sum < 0),
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
