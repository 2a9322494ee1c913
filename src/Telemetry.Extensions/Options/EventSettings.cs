using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Reads the settings that select events, of which handlers and rules of the log have the same.</summary>
internal static class EventSettings
{
    /// <summary>Reads conditions: a map of keys to a value or a list of values each; null if there is no entry.</summary>
    internal static IReadOnlyList<EventCondition>? Conditions(this SettingMap settings, string name)
    {
        if (settings.Find(name) is not { } entry)
        {
            return null;
        }

        var conditions = new List<EventCondition>();
        foreach (KeyValuePair<string, MetricDataNode> condition in SettingData.Of(entry).Entries ?? [])
        {
            IReadOnlyList<MetricDataNode> values = condition.Value.Items ?? [condition.Value];
            if (values.Any(value => value.Items is not null || value.Entries is not null))
            {
                settings.AddError(name, $"the condition on '{condition.Key}' has keys of its own. Write a value, or a list of values.");
                continue;
            }

            try
            {
                conditions.Add(new EventCondition(condition.Key, [.. values.Select(value => MetadataValue.From(value.Value))]));
            }
            catch (ArgumentException e)
            {
                settings.AddError(name, e.Message);
            }
        }

        if (entry.Value is { Length: > 0 })
        {
            settings.AddError(name, $"it is '{entry.Value}'. Write a map of keys to values such as {{ \"status\": \"5*\" }}.");
        }

        return conditions;
    }

    /// <summary>Reads a list of keys of values; null if there is no entry, or it is not valid.</summary>
    internal static IReadOnlyList<string>? Keys(this SettingMap settings, string name)
    {
        IReadOnlyList<string>? keys = settings.Texts(name);
        if (keys is not null && keys.Any(string.IsNullOrWhiteSpace))
        {
            settings.AddError(name, "a key is blank. Write the key of a value, or remove it.");
            return null;
        }

        return keys;
    }
}
