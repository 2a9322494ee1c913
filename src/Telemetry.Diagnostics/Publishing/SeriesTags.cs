namespace Telemetry.Diagnostics;

/// <summary>The tags of a series as instruments have them.</summary>
internal static class SeriesTags
{
    internal static KeyValuePair<string, object?>[] Of(string[] names, IReadOnlyList<string> values)
    {
        var tags = new KeyValuePair<string, object?>[names.Length];
        for (int i = 0; i < tags.Length; i++)
        {
            tags[i] = new(names[i], values[i]);
        }

        return tags;
    }
}
