using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>Reads the tags of activities.</summary>
internal static class TagReader
{
    internal static void AddTags(Activity activity, SourceFeed feed, EventBuilder e)
    {
        foreach (ref readonly KeyValuePair<string, object?> tag in activity.EnumerateTagObjects())
        {
            feed.AddTag(e, tag.Key, tag.Value);
        }
    }
}
