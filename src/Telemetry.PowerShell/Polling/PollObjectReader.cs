using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Reads the objects that a poll writes as the measurements and the metadata of an event.</summary>
/// <param name="measurements">The names of the measurements; null for all values that are numbers or times.</param>
internal sealed class PollObjectReader(string[]? measurements)
{
    private readonly PollProperties _properties = new(measurements);

    /// <summary>Reads an object: a number or a time, a dictionary, or an object with properties.</summary>
    /// <param name="item">The object.</param>
    /// <param name="values">Its measurements.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <returns>The reason why the object cannot be an event, or not all of it; null if it can.</returns>
    internal string? Read(
        PSObject item, out KeyValuePair<string, MeasurementValue>[] values, out KeyValuePair<string, MetadataValue>[] metadata)
    {
        object? plain = TableEntries.Unwrap(item);
        if (MeasurementValue.TryFrom(plain, out MeasurementValue single))
        {
            values = [new("value", single)];
            metadata = [];
            return null;
        }

        if (plain is string or bool or char or Enum or (IEnumerable and not IDictionary))
        {
            values = [];
            metadata = [];
            return $"its output, {Describe(plain)}, cannot be an event: write a number, a dictionary or an object with properties";
        }

        return Read(plain is IDictionary table ? TableEntries.Of(table) : _properties.Of(item), out values, out metadata);
    }

    private string? Read(
        IEnumerable<KeyValuePair<string, object?>> entries,
        out KeyValuePair<string, MeasurementValue>[] values,
        out KeyValuePair<string, MetadataValue>[] metadata)
    {
        string? problem = null;
        OrderedDictionary measured = [], described = [];
        bool hasNamed = measurements is null;
        foreach (KeyValuePair<string, object?> entry in entries)
        {
            bool isNamed = _properties.IsNamed(entry.Key);
            hasNamed |= isNamed;
            if (measurements is null ? IsMeasurement(entry.Value) : isNamed)
            {
                if (entry.Value is not null && MeasurementValue.TryFrom(entry.Value, out _))
                {
                    measured[entry.Key] = entry.Value;
                }
                else if (entry.Value is not null)
                {
                    problem ??= $"the measurement '{entry.Key}' is {Describe(entry.Value)}, and a number or a time is needed";
                }
            }
            else
            {
                described[entry.Key] = entry.Value;
            }
        }

        values = EventPayload.ReadMeasurements(measured, invalid => problem ??= invalid.Message.TrimEnd('.'));
        metadata = EventPayload.ReadMetadata(described, invalid => problem ??= invalid.Message.TrimEnd('.'));
        return problem
            ?? (hasNamed ? null
                : $"its output has no {string.Join(" and no ", measurements!.Select(name => $"'{name}'"))}, which -Measurement names");
    }

    // A text that is a number is a measurement only by its name: many ids and versions are such texts.
    private static bool IsMeasurement(object? value) => value is not (null or string) && MeasurementValue.TryFrom(value, out _);

    private static string Describe(object? value) => $"'{value}' of type {value?.GetType().FullName}";
}
