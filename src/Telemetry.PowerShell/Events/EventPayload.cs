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
    private delegate bool Reader<TValue>(
        string key, object? value, Action<InvalidPayloadException> onProblem, out TValue result);

    /// <exception cref="InvalidPayloadException">Something in it is no measurement.</exception>
    internal static KeyValuePair<string, MeasurementValue>[] ReadMeasurements(object? value) =>
        ReadMeasurements(value, Throw);

    /// <summary>Reads the measurements that are some.</summary>
    /// <param name="value">A dictionary, an object, a number or null.</param>
    /// <param name="onProblem">Called for what is none; if it returns, that is left out.</param>
    internal static KeyValuePair<string, MeasurementValue>[] ReadMeasurements(
        object? value, Action<InvalidPayloadException> onProblem)
    {
        object? plain = Unwrap(value);
        if (Entries(plain) is { } entries)
        {
            return Read<MeasurementValue>(entries, TryReadMeasurement, onProblem);
        }

        if (MeasurementValue.TryFrom(plain, out MeasurementValue single))
        {
            return [new("value", single)];
        }

        if (plain is not null)
        {
            onProblem(InvalidPayloadException.Measurements(plain));
        }

        return [];
    }

    /// <exception cref="InvalidPayloadException">It is no dictionary.</exception>
    internal static KeyValuePair<string, TelemetryValue>[] ReadMetadata(object? value) => ReadMetadata(value, Throw);

    /// <summary>Reads the metadata if it is a dictionary.</summary>
    /// <param name="value">A dictionary, an object or null.</param>
    /// <param name="onProblem">Called for what is none; if it returns, there is no metadata.</param>
    internal static KeyValuePair<string, TelemetryValue>[] ReadMetadata(
        object? value, Action<InvalidPayloadException> onProblem)
    {
        object? plain = Unwrap(value);
        if (Entries(plain) is { } entries)
        {
            return Read<TelemetryValue>(entries, TryReadMetadata, onProblem);
        }

        if (plain is not null)
        {
            onProblem(InvalidPayloadException.Metadata(plain));
        }

        return [];
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

    private static KeyValuePair<string, TValue>[] Read<TValue>(
        IDictionary entries, Reader<TValue> read, Action<InvalidPayloadException> onProblem)
    {
        var fields = new List<KeyValuePair<string, TValue>>(entries.Count);

        // Not by foreach, which in some dictionaries gives other things than entries.
        IDictionaryEnumerator walk = entries.GetEnumerator();
        while (walk.MoveNext())
        {
            object? key = Unwrap(walk.Key);
            string name = key as string ?? Convert.ToString(key, CultureInfo.InvariantCulture) ?? string.Empty;
            if (read(name, Unwrap(walk.Value), onProblem, out TValue value))
            {
                fields.Add(new(name, value));
            }
        }

        return [.. fields];
    }

    private static bool TryReadMeasurement(
        string key, object? value, Action<InvalidPayloadException> onProblem, out MeasurementValue measurement)
    {
        bool isMeasurement = MeasurementValue.TryFrom(value, out measurement);
        if (!isMeasurement)
        {
            onProblem(InvalidPayloadException.Measurement(key, value));
        }

        return isMeasurement;
    }

    private static bool TryReadMetadata(
        string key, object? value, Action<InvalidPayloadException> onProblem, out TelemetryValue metadata)
    {
        metadata = TelemetryValue.From(value);
        return true;
    }

    private static void Throw(InvalidPayloadException problem) => throw problem;

    /// <summary>The object itself, without the wrapper that the engine may have put around it. An object that is
    /// nothing but its properties stays as it is.</summary>
    private static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapper ? wrapper.BaseObject : value;
}
