using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// What a script gives as measurements and metadata, read into what an event carries: a dictionary, an object with
/// properties (as from JSON), a single number for the measurements, or nothing.
/// </summary>
internal static class EventPayload
{
    private static readonly Action<InvalidPayloadException> s_throw = problem => throw problem;

    // A struct that implements it is built into the loop that reads: a script emits by this each time.
    private interface IReader<TValue>
    {
        bool TryRead(string key, object? value, Action<InvalidPayloadException> onProblem, out TValue result);
    }

    /// <exception cref="InvalidPayloadException">Something in it is no measurement.</exception>
    internal static KeyValuePair<string, MeasurementValue>[] ReadMeasurements(object? value) =>
        ReadMeasurements(value, s_throw);

    /// <summary>Reads the measurements that are some.</summary>
    /// <param name="value">A dictionary, an object, a number or null.</param>
    /// <param name="onProblem">Called for what is none; if it returns, that is left out.</param>
    internal static KeyValuePair<string, MeasurementValue>[] ReadMeasurements(
        object? value, Action<InvalidPayloadException> onProblem)
    {
        object? plain = Unwrap(value);
        if (Entries(plain) is { } entries)
        {
            return Read<MeasurementValue, MeasurementReader>(entries, onProblem);
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
    internal static KeyValuePair<string, MetadataValue>[] ReadMetadata(object? value) => ReadMetadata(value, s_throw);

    /// <summary>Reads the metadata if it is a dictionary.</summary>
    /// <param name="value">A dictionary, an object or null.</param>
    /// <param name="onProblem">Called for what is none; if it returns, there is no metadata.</param>
    internal static KeyValuePair<string, MetadataValue>[] ReadMetadata(
        object? value, Action<InvalidPayloadException> onProblem)
    {
        object? plain = Unwrap(value);
        if (Entries(plain) is { } entries)
        {
            return Read<MetadataValue, MetadataReader>(entries, onProblem);
        }

        if (plain is not null)
        {
            onProblem(InvalidPayloadException.Metadata(plain is InvalidFields invalid ? invalid.Value : plain));
        }

        return [];
    }

    /// <summary>Makes a dictionary of what stands for one. Text and blocks stay, as they may be meant for another
    /// parameter.</summary>
    internal static object? ToDictionary(object? value) => Unwrap(value) switch
    {
        null or string or ScriptBlock => value,
        { } plain => Entries(plain) ?? new InvalidFields(plain),
    };

    private static IDictionary? Entries(object? plain) => plain switch
    {
        InvalidFields => null,
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

    private static KeyValuePair<string, TValue>[] Read<TValue, TReader>(
        IDictionary entries, Action<InvalidPayloadException> onProblem)
        where TReader : struct, IReader<TValue>
    {
        var fields = new KeyValuePair<string, TValue>[entries.Count];
        int count = 0;

        // Not by foreach, which in some dictionaries gives other things than entries.
        IDictionaryEnumerator walk = entries.GetEnumerator();
        while (walk.MoveNext())
        {
            object? key = Unwrap(walk.Key);
            string name = key as string ?? Convert.ToString(key, CultureInfo.InvariantCulture) ?? string.Empty;
            if (!default(TReader).TryRead(name, Unwrap(walk.Value), onProblem, out TValue value))
            {
                continue;
            }

            // Another thread may add to one that is safe for that.
            if (count == fields.Length)
            {
                Array.Resize(ref fields, 2 * count + 1);
            }

            fields[count++] = new(name, value);
        }

        Array.Resize(ref fields, count);
        return fields;
    }

    /// <summary>The object itself, without the wrapper that the engine may have put around it. An object that is
    /// nothing but its properties stays as it is.</summary>
    private static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapper ? wrapper.BaseObject : value;

    private readonly struct MeasurementReader : IReader<MeasurementValue>
    {
        public bool TryRead(
            string key, object? value, Action<InvalidPayloadException> onProblem, out MeasurementValue result)
        {
            bool isMeasurement = MeasurementValue.TryFrom(value, out result);
            if (!isMeasurement)
            {
                onProblem(InvalidPayloadException.Measurement(key, value));
            }

            return isMeasurement;
        }
    }

    private readonly struct MetadataReader : IReader<MetadataValue>
    {
        public bool TryRead(string key, object? value, Action<InvalidPayloadException> onProblem, out MetadataValue result)
        {
            result = MetadataValue.From(value);
            return true;
        }
    }
}
