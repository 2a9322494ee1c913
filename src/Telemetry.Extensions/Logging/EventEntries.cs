using Telemetry.Logging;

namespace Telemetry.Extensions;

/// <summary>Reads events as log entries: which values are shown, and under which keys. Safe to use from any thread.</summary>
/// <param name="template">The template of the message; null for a message with all values.</param>
/// <param name="redactor">Determines which values of metadata are hidden.</param>
internal sealed class EventEntries(MessageTemplate? template, Redactor redactor)
{
    // Of measurements, and of entries of the metadata.
    private const int MaxFields = 256;

    // The identities of the span, and the template.
    private const int Others = 3;

    private const string SpanKey = "span";
    private const string ParentKey = "parent";
    private const string MeasurementPrefix = "measurements.";
    private const string MetadataPrefix = "metadata.";

    /// <summary>Reads an event.</summary>
    /// <param name="data">The event.</param>
    /// <param name="exception">The exception that ended the span, for its last event; null if there is none.</param>
    internal LogEntry Read(in EventData data, out Exception? exception)
    {
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements = data.Measurements;
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = data.Metadata;
        exception = ExceptionOf(in data);
        bool isOfSpan = data.TryGetMetadata(SpanKeys.Context, out MetadataValue span);
        var values = new EntryValues(Math.Min(measurements.Length, MaxFields) + Math.Min(metadata.Length, MaxFields) + Others);
        for (int i = 0; i < measurements.Length && i < MaxFields; i++)
        {
            if (!(isOfSpan && IsClock(measurements[i].Key)) && !HasLater(measurements, i))
            {
                values.Add(measurements[i].Key, MeasurementPrefix, measurements[i].Value.ToObject());
            }
        }

        for (int i = 0; i < metadata.Length && i < MaxFields; i++)
        {
            string key = metadata[i].Key;
            if (!IsShownElsewhere(key, metadata[i].Value, exception) && !HasLater(metadata, i))
            {
                values.Add(key, MetadataPrefix, redactor.Hides(key) ? Redactor.Text : EntryValue.Of(metadata[i].Value, redactor));
            }
        }

        // Under short keys, as in logs of events.
        if (isOfSpan)
        {
            AddIdentity(ref values, SpanKey, span);
        }

        if (data.TryGetMetadata(SpanKeys.Parent, out MetadataValue parent))
        {
            AddIdentity(ref values, ParentKey, parent);
        }

        return values.ToEntry(data.EventName.ToString(), template);
    }

    private void AddIdentity(ref EntryValues values, string key, MetadataValue identity)
    {
        if (identity.Kind != MetadataValueKind.Null && !values.Contains(key))
        {
            values.Add(key, MetadataPrefix, EntryValue.Of(identity, redactor));
        }
    }

    private static Exception? ExceptionOf(in EventData data) => ExceptionEvents.Contains(data.EventName)
        && data.TryGetMetadata(SpanKeys.Reason, out MetadataValue reason) && reason.TryGet(out Exception? exception) ? exception : null;

    private static bool IsClock(string key) => IsSame(key, SpanKeys.MonotonicTime) || IsSame(key, SpanKeys.SystemTime);

    // The stack trace of a script is not that of its exception.
    private static bool IsShownElsewhere(string key, MetadataValue value, Exception? exception) =>
        IsSame(key, SpanKeys.Context) || IsSame(key, SpanKeys.Parent)
        || (exception is not null && (IsSame(key, SpanKeys.Reason)
            || (IsSame(key, SpanKeys.StackTrace) && value.TryGetString(out string? stack) && HasStack(exception, stack))));

    private static bool HasStack(Exception exception, string stack)
    {
        try
        {
            return stack == (exception.StackTrace ?? string.Empty);
        }
        catch (Exception)
        {
            // An exception of an emitter that cannot be read.
            return false;
        }
    }

    // The last of equal keys counts.
    private static bool HasLater<TValue>(ReadOnlySpan<KeyValuePair<string, TValue>> all, int index)
    {
        string key = all[index].Key;
        for (int i = index + 1; i < all.Length && i < MaxFields; i++)
        {
            if (IsSame(all[i].Key, key))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(string key, string other) =>
        key.Length == other.Length && string.Equals(key, other, StringComparison.OrdinalIgnoreCase);
}
