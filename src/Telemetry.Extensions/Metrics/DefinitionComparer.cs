using System.Diagnostics.CodeAnalysis;
using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Compares definitions of metrics by everything that decides what is recorded and shown. Functions are the same if they are
/// one delegate, or delegates of one method without captured values.</summary>
internal sealed class DefinitionComparer : IEqualityComparer<MetricDefinition>
{
    internal static DefinitionComparer Instance { get; } = new();

    public bool Equals(MetricDefinition? x, MetricDefinition? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && HasSameEvents(x, y) && HasSameValues(x, y) && HasSameSeries(x, y));

    public int GetHashCode([DisallowNull] MetricDefinition obj) => StringComparer.OrdinalIgnoreCase.GetHashCode(obj.Name);

    private static bool HasSameEvents(MetricDefinition x, MetricDefinition y) =>
        string.Equals(x.Name, y.Name, StringComparison.OrdinalIgnoreCase)
        && x.Type == y.Type
        && x.Events.SequenceEqual(y.Events, StringComparer.OrdinalIgnoreCase)
        && TextOf(x.Where) == TextOf(y.Where)
        && TextOf(x.WhereNot) == TextOf(y.WhereNot)
        && Equals(x.Keep, y.Keep);

    private static bool HasSameValues(MetricDefinition x, MetricDefinition y) =>
        x.Measurement == y.Measurement
        && Equals(x.Reader, y.Reader)
        && Nullable.Equals(x.Value, y.Value)
        && x.Unit == y.Unit
        && x.FromUnit == y.FromUnit
        && x.Buckets.SequenceEqual(y.Buckets)
        && x.AllowNegative == y.AllowNegative
        && x.RunningTotal == y.RunningTotal
        && x.Description == y.Description
        && x.Group == y.Group;

    private static bool HasSameSeries(MetricDefinition x, MetricDefinition y) =>
        x.Tags.Count == y.Tags.Count
        && x.Tags.Zip(y.Tags).All(pair => IsSame(pair.First, pair.Second))
        && x.SeriesLimit == y.SeriesLimit
        && x.Lifetime == y.Lifetime
        && x.PerPoll == y.PerPoll
        && x.SkipMissingTag == y.SkipMissingTag
        && x.TagValues.Count == y.TagValues.Count
        && x.TagValues.All(pair => y.TagValues.TryGetValue(pair.Key, out IReadOnlyList<MetadataValue>? values)
            && pair.Value.SequenceEqual(values));

    private static bool IsSame(MetricTag x, MetricTag y) =>
        x.Name == y.Name && string.Equals(x.Key, y.Key, StringComparison.OrdinalIgnoreCase) && Equals(x.Reader, y.Reader);

    // A condition has no equality of its own. Its text has the key and all values, one line for each condition.
    private static string TextOf(IReadOnlyList<EventCondition> conditions) => string.Join('\n', conditions);
}
