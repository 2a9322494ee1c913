using System.Collections;

namespace Telemetry.Commands;

/// <summary>Reads the declared values of tags that a script passes as a table.</summary>
internal static class MetricTagValues
{
    /// <exception cref="InvalidMetricException">The values cannot be read.</exception>
    internal static Dictionary<string, IReadOnlyList<MetadataValue>> Read(object? values)
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
}
