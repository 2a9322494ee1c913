using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>An event that another process has sent.</summary>
internal sealed class ReceivedEvent
{
    private const string SerializedTypeName = $"Deserialized.{SentEvent.TypeName}";

    private ReceivedEvent(PSObject sent)
    {
        string name = Read<string>(sent, "EventName") ?? string.Empty;
        EventName = EventName.Parse(name);
        Measurements = EventPayload.ReadMeasurements(Read<object>(sent, "Measurements"));
        Metadata = EventPayload.ReadMetadata(WithExceptions(Read<object>(sent, "Metadata"), Read<IDictionary>(sent, "Exceptions")));
        Timestamp = Read<object>(sent, "Timestamp") is DateTime time ? time : DateTime.UtcNow;
        Origin = Read<string>(sent, "Origin") ?? string.Empty;
        Computer = Read<string>(sent, "PSComputerName");
        ThreadId = Read<object>(sent, "ThreadId") is int thread ? thread : 0;
        Session = Read<string>(sent, "Session");
    }

    internal EventName EventName { get; }

    internal DateTime Timestamp { get; }

    internal KeyValuePair<string, MeasurementValue>[] Measurements { get; }

    internal KeyValuePair<string, MetadataValue>[] Metadata { get; }

    /// <summary>The identity of the process.</summary>
    internal string Origin { get; }

    /// <summary>The computer from which remoting brought the event; null where it did not.</summary>
    internal string? Computer { get; }

    internal int ThreadId { get; }

    internal string? Session { get; }

    /// <summary>Determines whether an object is an event that was sent.</summary>
    internal static bool IsOne(PSObject? item) =>
        item is { TypeNames.Count: > 0 } && item.TypeNames[0] is SentEvent.TypeName or SerializedTypeName;

    /// <summary>Reads an event.</summary>
    /// <exception cref="FormatException">The name of the event is not valid.</exception>
    /// <exception cref="InvalidPayloadException">A measurement or the metadata are not valid.</exception>
    internal static ReceivedEvent Read(PSObject sent) => new(sent);

    /// <summary>Returns the event for a person or a script to look at.</summary>
    internal TracedEvent ToTraced() => TracedEvent.FromElsewhere(EventName, Timestamp, Measurements, Metadata, ThreadId, Session);

    private static object? WithExceptions(object? metadata, IDictionary? exceptions)
    {
        if (metadata is not IDictionary fields || exceptions is null)
        {
            return metadata;
        }

        foreach (DictionaryEntry exception in exceptions)
        {
            if (Plain(exception.Value) is IList { Count: 3 } parts && fields.Contains(exception.Key))
            {
                fields[exception.Key] = new ReceivedException(Text(parts[0]), Text(parts[1]), Text(parts[2]));
            }
        }

        return fields;
    }

    private static TValue? Read<TValue>(PSObject sent, string property)
        where TValue : class => Plain(sent.Properties[property]?.Value) as TValue;

    private static object? Plain(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapper ? wrapper.BaseObject : value;

    private static string Text(object? part) => Convert.ToString(Plain(part), CultureInfo.InvariantCulture) ?? string.Empty;
}
