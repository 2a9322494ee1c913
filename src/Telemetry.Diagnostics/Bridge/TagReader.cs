using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>Reads the tags of activities.</summary>
internal static class TagReader
{
    /// <summary>The name of the event of an activity that describes an exception.</summary>
    internal const string ExceptionEvent = "exception";

    // As many as a payload can be read with. A library that adds more to one activity does so by mistake.
    private const int MaximumTags = 128;

    internal static void AddTags(Activity activity, SourceFeed feed, EventBuilder e)
    {
        int count = 0;
        foreach (ref readonly KeyValuePair<string, object?> tag in activity.EnumerateTagObjects())
        {
            if (!TryAdd(feed, e, tag, ref count))
            {
                return;
            }
        }
    }

    /// <summary>Adds the tags of the events that describe an exception: its type, its message and its stack trace. The last one
    /// counts.</summary>
    internal static void AddExceptionTags(Activity activity, SourceFeed feed, EventBuilder e)
    {
        int count = 0;
        foreach (ref readonly ActivityEvent occurrence in activity.EnumerateEvents())
        {
            if (occurrence.Name != ExceptionEvent)
            {
                continue;
            }

            foreach (ref readonly KeyValuePair<string, object?> tag in occurrence.EnumerateTagObjects())
            {
                if (!TryAdd(feed, e, tag, ref count))
                {
                    return;
                }
            }
        }
    }

    private static bool TryAdd(SourceFeed feed, EventBuilder e, in KeyValuePair<string, object?> tag, ref int count)
    {
        if (++count > MaximumTags)
        {
            feed.CountTruncated();
            return false;
        }

        feed.AddTag(e, tag.Key, tag.Value);
        return true;
    }
}
