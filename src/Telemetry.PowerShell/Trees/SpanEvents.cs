using System.Globalization;

namespace Telemetry.Commands;

/// <summary>Determines the span to which an event of a trace belongs.</summary>
internal static class SpanEvents
{
    internal const string Start = "start";
    internal const string Stop = "stop";
    internal const string Exception = "exception";

    /// <summary>Determines whether an event is one of a span.</summary>
    /// <param name="record">The event.</param>
    /// <param name="span">The name of the span.</param>
    /// <param name="kind">The last segment of the name of the event.</param>
    /// <param name="key">The context of the span as text.</param>
    internal static bool TryRead(EventRecord record, out string span, out string kind, out string key)
    {
        string name = record.EventName.ToString();
        int dot = name.LastIndexOf('.');
        span = dot > 0 ? name.Substring(0, dot) : name;
        kind = name.Substring(dot + 1).ToLowerInvariant();
        key = KeyOf(record, SpanKeys.Context) ?? string.Empty;
        return dot > 0 && key.Length > 0 && kind is Start or Stop or Exception;
    }

    /// <summary>Returns the context of the parent that the event of a span names, as text; null if it names none.</summary>
    internal static string? ParentOf(EventRecord record) => KeyOf(record, SpanKeys.Parent);

    /// <summary>Returns the text by which a context is compared: that of a number is the same for all types.</summary>
    internal static string? TextOf(object? context) =>
        Convert.ToString(context, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    private static string? KeyOf(EventRecord record, string key) =>
        record.Metadata.TryGetValue(key, out MetadataValue value) ? TextOf(value.ToObject()) : null;
}
