using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>Removes from activities what may hold secrets, by the rules for tags that become metadata.</summary>
/// <param name="filter">The filter of the tags that may hold secrets.</param>
internal sealed class ActivitySecrets(TagFilter filter)
{
    // A value that is not clean after as many changes is removed.
    private const int MaximumChanges = 256;

    internal void RemoveFrom(Activity activity)
    {
        for (int i = 0; FindSecret(activity, out string? key, out object? rest); i++)
        {
            // A library may have added several tags with one key, of which each call removes one.
            while (HasTag(activity, key!))
            {
                activity.SetTag(key!, null);
            }

            if (rest is not null && i < MaximumChanges)
            {
                activity.SetTag(key!, rest);
            }
        }
    }

    private static bool HasTag(Activity activity, string key)
    {
        foreach (ref readonly KeyValuePair<string, object?> tag in activity.EnumerateTagObjects())
        {
            if (tag.Key == key)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds a tag that may hold a secret.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="key">The key of the tag.</param>
    /// <param name="rest">The value without the secret; null if nothing of it is to remain.</param>
    private bool FindSecret(Activity activity, out string? key, out object? rest)
    {
        foreach (ref readonly KeyValuePair<string, object?> tag in activity.EnumerateTagObjects())
        {
            if (string.IsNullOrEmpty(tag.Key) || tag.Value is null)
            {
                continue;
            }

            TagRule rule = filter.RuleOf(tag.Key);
            rest = rule == TagRule.Exclude ? null : RestOf(tag.Value, rule);
            if (!ReferenceEquals(rest, tag.Value))
            {
                key = tag.Key;
                return true;
            }
        }

        key = null;
        rest = null;
        return false;
    }

    // The same object if there is nothing to remove.
    private static object RestOf(object value, TagRule rule)
    {
        switch (value)
        {
            case string text:
                return RestOf(text, rule);
            case Uri address:
                return RestOf(address.ToString(), rule);
            case string[] texts when Array.Exists(texts, text => text is not null && !ReferenceEquals(RestOf(text, rule), text)):
                return Array.ConvertAll(texts, text => text is null ? text! : RestOf(text, rule));
            default:
                return value;
        }
    }

    private static string RestOf(string text, TagRule rule)
    {
        string rest = rule == TagRule.IncludePath ? SourceText.CutQuery(text) : SourceText.WithoutSecrets(text);
        return rest == text ? text : rest;
    }
}
