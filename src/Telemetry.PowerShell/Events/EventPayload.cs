using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;

namespace Telemetry.PowerShell;

/// <summary>
/// What a script gives as measurements and metadata, read into what an event carries: a dictionary, an object with
/// properties (as from JSON), a single number for the measurements, or nothing.
/// </summary>
internal static class EventPayload
{
    /// <exception cref="InvalidPayloadException">Something in it is no measurement.</exception>
    internal static KeyValuePair<string, MeasurementValue>[] ReadMeasurements(object? value)
    {
        object? plain = Unwrap(value);
        if (Entries(plain) is { } entries)
        {
            return Read(entries, ToMeasurement);
        }

        return plain is null ? []
            : MeasurementValue.TryFrom(plain, out MeasurementValue single) ? [new("value", single)]
            : throw InvalidPayloadException.Measurements(plain);
    }

    /// <exception cref="InvalidPayloadException">It is no dictionary.</exception>
    internal static KeyValuePair<string, TelemetryValue>[] ReadMetadata(object? value)
    {
        object? plain = Unwrap(value);
        return Entries(plain) is { } entries ? Read(entries, ToMetadata)
            : plain is null ? []
            : throw InvalidPayloadException.Metadata(plain);
    }

    private static IDictionary? Entries(object? plain) => plain switch
    {
        IDictionary dictionary => dictionary,
        PSObject { BaseObject: PSCustomObject } custom => Properties(custom),
        _ => null,
    };

    private static OrderedDictionary Properties(PSObject custom)
    {
        var properties = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (PSPropertyInfo property in custom.Properties)
        {
            properties[property.Name] = property.Value;
        }

        return properties;
    }

    private static KeyValuePair<string, TValue>[] Read<TValue>(IDictionary entries, Func<string, object?, TValue> convert)
    {
        var fields = new List<KeyValuePair<string, TValue>>(entries.Count);

        // Not by foreach, which in some dictionaries gives other things than entries.
        IDictionaryEnumerator walk = entries.GetEnumerator();
        while (walk.MoveNext())
        {
            object? key = Unwrap(walk.Key);
            string name = key as string ?? Convert.ToString(key, CultureInfo.InvariantCulture) ?? string.Empty;
            fields.Add(new(name, convert(name, Unwrap(walk.Value))));
        }

        return [.. fields];
    }

    private static MeasurementValue ToMeasurement(string key, object? value) =>
        MeasurementValue.TryFrom(value, out MeasurementValue measurement)
            ? measurement
            : throw InvalidPayloadException.Measurement(key, value);

    private static TelemetryValue ToMetadata(string key, object? value) => TelemetryValue.From(value);

    /// <summary>The object itself, without the wrapper that the engine may have put around it. An object that is
    /// nothing but its properties stays as it is.</summary>
    private static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapper ? wrapper.BaseObject : value;
}
