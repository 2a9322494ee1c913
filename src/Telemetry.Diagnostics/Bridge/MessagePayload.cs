namespace Telemetry.Diagnostics;

/// <summary>The measurements and metadata of the event of a message.</summary>
internal static class MessagePayload
{
    internal static void Add(SourceFeed feed, object? payload, EventBuilder e)
    {
        if (payload is IEnumerable<KeyValuePair<string, object?>> entries)
        {
            foreach (KeyValuePair<string, object?> entry in entries)
            {
                feed.AddTag(e, entry.Key, entry.Value);
            }
        }
    }
}
