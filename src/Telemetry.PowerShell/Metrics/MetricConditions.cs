using System.Collections;
using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Reads the conditions, and the declared values of tags, that a script passes as tables.</summary>
internal static class MetricConditions
{
    /// <exception cref="InvalidMetricException">A condition cannot be read.</exception>
    internal static IReadOnlyList<MetricCondition> Read(string parameter, object? conditions) =>
        EventPayload.ToDictionary(TableEntries.Unwrap(conditions)) switch
        {
            null => [],
            InvalidFields invalid => throw InvalidMetricException.Conditions(parameter, invalid.Value),
            IDictionary table =>
                [.. TableEntries.Of(table).Select(entry => new MetricCondition(entry.Key, Values(entry.Key, entry.Value)))],
            { } other => throw InvalidMetricException.Conditions(parameter, other),
        };

    /// <exception cref="InvalidMetricException">The values cannot be read.</exception>
    internal static Dictionary<string, IReadOnlyList<MetadataValue>> ReadTagValues(object? values)
    {
        var read = new Dictionary<string, IReadOnlyList<MetadataValue>>();
        switch (EventPayload.ToDictionary(TableEntries.Unwrap(values)))
        {
            case null:
                break;
            case IDictionary table and not InvalidFields:
                foreach (KeyValuePair<string, object?> entry in TableEntries.Of(table))
                {
                    read[entry.Key] = [.. TableEntries.Items(entry.Value).Select(MetadataValue.From)];
                }

                break;
            case InvalidFields invalid:
                throw InvalidMetricException.TagValues(invalid.Value);
            case { } other:
                throw InvalidMetricException.TagValues(other);
        }

        return read;
    }

    private static MetadataValue[] Values(string key, object? value) =>
    [
        .. TableEntries.Items(value).Select(item => item is ScriptBlock or IDictionary or PSObject or IList
            ? throw InvalidMetricException.Condition(key, item)
            : MetadataValue.From(item)),
    ];
}
