using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// Converts the measurements and metadata that a script passes to the values that an event carries. A script passes a
/// dictionary, an object with properties (such as one from JSON), a single number as the measurements, or null.
/// </summary>
internal static class EventPayload
{
    // Few keys are compared with each other, which is faster than an index.
    private const int IndexedFrom = 16;

    private static readonly Action<InvalidPayloadException> s_throw = problem => throw problem;

    // Implemented by structs, so that the JIT compiler inlines the call into the loop: every emit of a script runs it.
    private interface IReader<TValue>
    {
        InvalidPayloadException SameKeys(string key, string other);

        bool TryRead(string key, object? value, Action<InvalidPayloadException> onProblem, out TValue result);
    }

    /// <exception cref="InvalidPayloadException">A value is not a measurement, or two keys differ in case only.</exception>
    internal static KeyValuePair<string, MeasurementValue>[] ReadMeasurements(object? value) =>
        ReadMeasurements(value, s_throw);

    /// <summary>Reads the measurements, without the invalid ones.</summary>
    /// <param name="value">A dictionary, an object, a number or null.</param>
    /// <param name="onProblem">Called for each invalid value and for each key that equals an earlier one without regard to case.
    /// If the callback returns, that entry is left out.</param>
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

    /// <exception cref="InvalidPayloadException">The value is neither a dictionary nor an object with properties, or two keys
    /// differ in case only.</exception>
    internal static KeyValuePair<string, MetadataValue>[] ReadMetadata(object? value) => ReadMetadata(value, s_throw);

    /// <summary>Reads the metadata.</summary>
    /// <param name="value">A dictionary, an object or null.</param>
    /// <param name="onProblem">Called for an invalid value, and for each key that equals an earlier one without regard to case. If
    /// the callback returns, the metadata is empty or without that entry.</param>
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

    /// <summary>Converts an argument to a dictionary. Text and script blocks are returned as they are, because they may be
    /// meant for another parameter.</summary>
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
        Dictionary<string, string>? index = null;

        // Not by foreach, because some dictionaries enumerate other items than entries.
        IDictionaryEnumerator walk = entries.GetEnumerator();
        while (walk.MoveNext())
        {
            object? key = Unwrap(walk.Key);
            string name = key as string ?? Convert.ToString(key, CultureInfo.InvariantCulture) ?? string.Empty;
            if (FindSame(fields, count, name, ref index) is { } other)
            {
                onProblem(default(TReader).SameKeys(other, name));
                continue;
            }

            if (!default(TReader).TryRead(name, Unwrap(walk.Value), onProblem, out TValue value))
            {
                continue;
            }

            // Another thread may add entries to a dictionary that allows it.
            if (count == fields.Length)
            {
                Array.Resize(ref fields, 2 * count + 1);
            }

            fields[count++] = new(name, value);
            index?.Add(name, name);
        }

        Array.Resize(ref fields, count);
        return fields;
    }

    // The event would keep one of two such values, without a word. A dictionary does not tell how it compares its keys.
    private static string? FindSame<TValue>(
        KeyValuePair<string, TValue>[] fields, int count, string name, ref Dictionary<string, string>? index)
    {
        if (count >= IndexedFrom)
        {
            index ??= fields.Take(count).ToDictionary(
                field => field.Key, field => field.Key, StringComparer.OrdinalIgnoreCase);
            return index.TryGetValue(name, out string? same) ? same : null;
        }

        for (int i = 0; i < count; i++)
        {
            string key = fields[i].Key;
            if (key.Length == name.Length && string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>Removes the wrapper that the engine may have put around an object. An object that consists only of its
    /// properties is returned as it is.</summary>
    private static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapper ? wrapper.BaseObject : value;

    private readonly struct MeasurementReader : IReader<MeasurementValue>
    {
        public InvalidPayloadException SameKeys(string key, string other) =>
            InvalidPayloadException.SameMeasurements(key, other);

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
        public InvalidPayloadException SameKeys(string key, string other) => InvalidPayloadException.SameMetadata(key, other);

        public bool TryRead(string key, object? value, Action<InvalidPayloadException> onProblem, out MetadataValue result)
        {
            result = MetadataValue.From(value);
            return true;
        }
    }
}
