using System.Diagnostics;
using System.Net;

namespace Telemetry.Diagnostics;

/// <summary>The measurements and metadata of the event of a message.</summary>
internal static class MessagePayload
{
    /// <summary>Adds the properties of the payload, what is known of it, and the identity of the activity around the
    /// message.</summary>
    internal static void Add(SourceFeed feed, string message, object? payload, bool isStop, EventBuilder e)
    {
        PayloadPath[] paths = PayloadPaths.Of(feed.SourceName);
        if (payload is IEnumerable<KeyValuePair<string, object?>> entries)
        {
            foreach (KeyValuePair<string, object?> entry in entries)
            {
                AddValue(feed, entry.Key, entry.Value, e);
            }
        }
        else if (payload is not null && !PayloadPaths.IsComplete(feed.SourceName))
        {
            AddProperties(feed, payload, e);
        }

        foreach (PayloadPath path in paths)
        {
            if (feed.Tags.Includes(path.Key))
            {
                AddPath(feed, payload, path, e);
            }
        }

        AddActivity(message, isStop, e);
    }

    private static void AddProperties(SourceFeed feed, object payload, EventBuilder e)
    {
        foreach (PayloadProperty property in PayloadType.Of(payload.GetType()).Properties)
        {
            if (!feed.Tags.Includes(property.Name) || (!property.IsSimple && !feed.Tags.IsNamed(property.Name)))
            {
                continue;
            }

            if (TryRead(feed, property, payload, out object? value))
            {
                AddValue(feed, property.Name, value, e);
            }
        }
    }

    // A number may be what is measured or what tells events apart, and is both.
    private static void AddValue(SourceFeed feed, string? key, object? value, EventBuilder e)
    {
        bool isIncluded = !string.IsNullOrEmpty(key) && feed.Tags.Includes(key!);
        if (isIncluded && value is not (string or DateTime or DateTimeOffset)
            && MeasurementValue.TryFrom(value, out MeasurementValue number))
        {
            e.Measurement(key!, number);
        }

        if (value is Exception exception)
        {
            feed.AddTag(e, "exception.type", exception.GetType().FullName);
            feed.AddTag(e, "exception.message", exception.Message);
        }
        else if (isIncluded && feed.Tags.IsNamed(key!) && !PayloadType.IsSimple(value))
        {
            // Named, and so wanted as it is; it lives as long as the event.
            e.Metadata(key!, MetadataValue.From(value));
        }
        else if (value is null || PayloadType.IsSimple(value) || string.IsNullOrEmpty(key))
        {
            feed.AddTag(e, key, value);
        }
    }

    private static void AddPath(SourceFeed feed, object? payload, PayloadPath path, EventBuilder e)
    {
        object? value = payload;
        foreach (string name in path.Names)
        {
            PayloadProperty? property = value is null ? null : PayloadType.Of(value.GetType()).Find(name);
            if (property is null || !TryRead(feed, property, value!, out value))
            {
                return;
            }
        }

        if (value is Exception)
        {
            AddValue(feed, path.Key, value, e);
        }
        else if (value is not null)
        {
            feed.AddTag(e, path.Key, value is HttpStatusCode status ? (int)status : value);
        }
    }

    private static bool TryRead(SourceFeed feed, PayloadProperty property, object from, out object? value)
    {
        try
        {
            value = property.Read(from);
            return true;
        }
        catch (Exception e)
        {
            feed.CountTagFailed(property.Name, e);
            value = null;
            return false;
        }
    }

    private static void AddActivity(string message, bool isStop, EventBuilder e)
    {
        if (Activity.Current is not { } activity)
        {
            return;
        }

        ActivityPayload.AddIds(activity, e);
        if (isStop && message.Length == activity.OperationName.Length + 5
            && message.StartsWith(activity.OperationName, StringComparison.Ordinal))
        {
            e.Measurement("duration", activity.Duration);
        }
    }
}
