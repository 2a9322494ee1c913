using System.Collections;
using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Reads the tags that a script passes: names of metadata keys, tables of names and keys or script blocks, or both.</summary>
internal static class MetricTags
{
    /// <exception cref="InvalidMetricException">A tag cannot be read.</exception>
    internal static IReadOnlyList<MetricTag> Read(object?[] items, ScriptReaders readers) =>
        [.. items.SelectMany(item => Read(item, readers))];

    private static IEnumerable<MetricTag> Read(object? item, ScriptReaders readers) =>
        EventPayload.ToDictionary(TableEntries.Unwrap(item)) switch
        {
            string text => TextList.Split(text).Select(name => new MetricTag(name)),
            InvalidFields { Value: MetricTag tag } => [tag],
            InvalidFields { Value: object?[] inner } => Read(inner, readers),
            InvalidFields invalid => throw InvalidMetricException.Tag(invalid.Value),
            IDictionary sources => TableEntries.Of(sources).Select(entry => Read(entry.Key, entry.Value, readers)),
            { } other => throw InvalidMetricException.Tag(other),
            null => throw InvalidMetricException.Tag(null),
        };

    private static MetricTag Read(string name, object? source, ScriptReaders readers) => source switch
    {
        string key => new MetricTag(name, key),
        ScriptBlock block => new MetricTag(name, readers.Reader(block, "read a tag")),
        _ => throw InvalidMetricException.TagSource(name, source),
    };
}
