using System.Collections.Specialized;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Creates the items of a run, with the metadata of their spans.</summary>
/// <param name="run">The run.</param>
/// <param name="common">The metadata of all spans.</param>
/// <param name="properties">The properties of the items that are metadata.</param>
internal sealed class ParallelItems(
    ParallelRun run, IReadOnlyList<KeyValuePair<string, MetadataValue>> common, EventProperty[] properties)
{
    private readonly ObjectPayload _properties = new([], properties);

    /// <summary>Creates an item. A property of the item replaces a common value of its name.</summary>
    /// <exception cref="InvalidPayloadException">A property cannot be read.</exception>
    internal ParallelItem Create(PSObject? item)
    {
        var metadata = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, MetadataValue> entry in common.Concat(_properties.ReadMetadata(item ?? new PSObject())))
        {
            metadata[entry.Key] = entry.Value.ToObject();
        }

        return new ParallelItem(run, item, metadata);
    }
}
