using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Reads properties of an object as the measurements and the metadata of an event.</summary>
/// <param name="measurements">The properties that are measurements.</param>
/// <param name="metadata">The properties that are metadata.</param>
internal sealed class ObjectPayload(EventProperty[] measurements, EventProperty[] metadata)
{
    private readonly bool _hasBlocks = measurements.Concat(metadata).Any(property => property.Block is not null);

    /// <summary>Reads the measurements. A property that is named has to be a measurement; of those that wildcards match, others are
    /// left out.</summary>
    /// <exception cref="InvalidPayloadException">The object has no such property, or its value is not a measurement.</exception>
    internal KeyValuePair<string, MeasurementValue>[] ReadMeasurements(PSObject item)
    {
        var values = new List<KeyValuePair<string, MeasurementValue>>(measurements.Length);
        foreach (EventProperty property in measurements)
        {
            if (!property.HasWildcards)
            {
                object? value = TableEntries.Unwrap(Get(item, property, out bool isFound));
                values.Add(MeasurementValue.TryFrom(value, out MeasurementValue number) ? new(property.Key, number)
                    : throw (isFound
                        ? InvalidPayloadException.Measurement(property.Key, value)
                        : InvalidPayloadException.MissingProperty(property.Source)));
            }
        }

        foreach (KeyValuePair<string, object?> match in Matches(item, measurements))
        {
            if (!Contains(values, match.Key) && MeasurementValue.TryFrom(match.Value, out MeasurementValue number))
            {
                values.Add(new(match.Key, number));
            }
        }

        return [.. values];
    }

    /// <summary>Reads the metadata. A property that the object does not have is null, as for <c>Select-Object</c>; wildcards leave out
    /// the properties that are named as measurements.</summary>
    /// <exception cref="InvalidPayloadException">A property cannot be read.</exception>
    internal KeyValuePair<string, MetadataValue>[] ReadMetadata(PSObject item)
    {
        var values = new List<KeyValuePair<string, MetadataValue>>(metadata.Length);
        foreach (EventProperty property in metadata)
        {
            if (!property.HasWildcards)
            {
                values.Add(new(property.Key, MetadataValue.From(TableEntries.Unwrap(Get(item, property, out _)))));
            }
        }

        foreach (KeyValuePair<string, object?> match in Matches(item, metadata))
        {
            if (!Contains(values, match.Key) && !IsMeasured(match.Key))
            {
                values.Add(new(match.Key, MetadataValue.From(match.Value)));
            }
        }

        return [.. values];
    }

    private bool IsMeasured(string name) => Array.Exists(
        measurements,
        property => !property.HasWildcards && property.Block is null
            && string.Equals(property.Source, name, StringComparison.OrdinalIgnoreCase));

    private object? Get(PSObject item, EventProperty property, out bool isFound)
    {
        isFound = true;
        try
        {
            if (_hasBlocks && property.Block is { } block)
            {
                return Calculate(block, item);
            }

            if (item.BaseObject is IDictionary table)
            {
                isFound = table.Contains(property.Source);
                return isFound ? table[property.Source] : null;
            }

            PSPropertyInfo? found = item.Properties[property.Source];
            isFound = found is not null;
            return found?.Value;
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (RuntimeException e)
        {
            throw InvalidPayloadException.FailedProperty(property.Key, e);
        }
    }

    private static object? Calculate(ScriptBlock block, PSObject item)
    {
        var output = block.CallInNewScope([new PSVariable("_", item)]);
        return output.Count switch
        {
            0 => null,
            1 => output[0],
            _ => output.Select(value => TableEntries.Unwrap(value)).ToArray(),
        };
    }

    private static IEnumerable<KeyValuePair<string, object?>> Matches(PSObject item, EventProperty[] properties)
    {
        EventProperty[] wildcards = Array.FindAll(properties, property => property.HasWildcards);
        return wildcards.Length == 0
            ? []
            : EntriesOf(item).Where(entry => Array.Exists(wildcards, wildcard => wildcard.IsMatch(entry.Key)));
    }

    private static IEnumerable<KeyValuePair<string, object?>> EntriesOf(PSObject item)
    {
        if (item.BaseObject is IDictionary table)
        {
            foreach (KeyValuePair<string, object?> entry in TableEntries.Of(table))
            {
                yield return entry;
            }

            yield break;
        }

        foreach (PSPropertyInfo property in item.Properties)
        {
            object? value;
            try
            {
                value = property.IsGettable ? TableEntries.Unwrap(property.Value) : null;
            }
            catch (GetValueException)
            {
                // Some properties of objects of the platform fail where they do not apply.
                continue;
            }

            yield return new(property.Name, value);
        }
    }

    private static bool Contains<TValue>(List<KeyValuePair<string, TValue>> values, string key) =>
        values.Exists(value => string.Equals(value.Key, key, StringComparison.OrdinalIgnoreCase));
}
