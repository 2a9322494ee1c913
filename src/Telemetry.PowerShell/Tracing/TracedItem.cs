using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>An event of a trace as it comes through the pipeline: as the object itself, or read again from a file.</summary>
internal sealed class TracedItem
{
    private const string Context = "Context";
    private const DateTimeStyles Universal = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;

    private TracedItem(EventRecord record, DateTime timestamp, object? span)
    {
        Record = record;
        Timestamp = timestamp;
        SpanContext = span;
    }

    /// <summary>The event. Its own time and span are those of the moment in which it was read from a file.</summary>
    internal EventRecord Record { get; }

    /// <summary>The time at which the event was emitted, in UTC.</summary>
    internal DateTime Timestamp { get; }

    /// <summary>The context of the span in which the event was emitted, or null.</summary>
    internal object? SpanContext { get; }

    /// <summary>Reads an event; null if the object is not one.</summary>
    internal static TracedItem? Read(object? item)
    {
        object? plain = item is PSObject wrapper ? wrapper.BaseObject : item;
        return plain switch
        {
            TracedEvent traced => new(traced.Record, traced.Timestamp, traced.SpanContext),
            ScriptRecord record => Of(record.Record),
            EventRecord record => Of(record),
            null => null,
            _ => ReadProperties(PSObject.AsPSObject(item)),
        };
    }

    private static TracedItem Of(EventRecord record) => new(record, record.Timestamp, record.GetSpan()?.Context.ToObject());

    private static TracedItem? ReadProperties(PSObject item)
    {
        if (!EventName.TryParse(Get(item, "EventName") as string, out EventName? name)
            || Fields(Get(item, "Measurements")) is not { } measurements
            || Fields(Get(item, "Metadata")) is not { } metadata)
        {
            return null;
        }

        EventRecord record = new EventData(
            name!,
            EventPayload.ReadMeasurements(measurements, static _ => { }),
            EventPayload.ReadMetadata(metadata, static _ => { })).ToRecord();
        return new TracedItem(record, TimeOf(Get(item, "Timestamp")) ?? record.Timestamp, ContextOf(Get(item, "Span")));
    }

    private static object? ContextOf(object? span) => span switch
    {
        PSObject deserialized => Get(deserialized, Context),
        IDictionary entries => entries[Context],
        ScriptSpan known => known.Context,
        _ => null,
    };

    private static DateTime? TimeOf(object? time) => time switch
    {
        DateTime known => known.ToUniversalTime(),
        string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, Universal, out DateTime parsed) => parsed,
        _ => null,
    };

    private static Hashtable? Fields(object? fields)
    {
        var read = new Hashtable(StringComparer.OrdinalIgnoreCase);
        switch (EventPayload.ToDictionary(fields))
        {
            case null:
                return read;
            case IDictionary entries and not InvalidFields:
                IDictionaryEnumerator walk = entries.GetEnumerator();
                while (walk.MoveNext())
                {
                    read[Convert.ToString(walk.Key, CultureInfo.InvariantCulture)!] = ValueOf(walk.Value);
                }

                return read;
            default:
                return null;
        }
    }

    // JSON makes an object of a duration.
    private static object? ValueOf(object? value) =>
        value is PSObject { BaseObject: PSCustomObject } json && Get(json, "Ticks") is { } ticks && Get(json, "TotalSeconds") is not null
            ? TimeSpan.FromTicks(Convert.ToInt64(ticks, CultureInfo.InvariantCulture))
            : value;

    private static object? Get(PSObject item, string property)
    {
        object? value = item.Properties[property]?.Value;
        return value is PSObject { BaseObject: not PSCustomObject } wrapper ? wrapper.BaseObject : value;
    }
}
