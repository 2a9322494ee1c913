using Microsoft.Extensions.Configuration;
using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Reads the keys of the configuration for metrics: <c>Metrics</c>, <c>Polls</c>, <c>Sources</c> and <c>Prefix</c> as in a file of
/// definitions, <c>MetricFiles</c> and <c>Presets</c>.</summary>
internal sealed class MetricSettings(ContentRoot root) : ISettingsReader
{
    private readonly List<DefinitionSet> _definitions = [];

    /// <summary>The definitions of the configuration.</summary>
    internal IReadOnlyList<DefinitionSet> Definitions => _definitions;

    public void Read(SettingMap section)
    {
        // Each on its own, so that the errors of all of them are found.
        Add(section, "Prefix", "Metrics");
        Add(section, "Polls");
        Add(section, "Sources");
        foreach (string path in section.Texts("MetricFiles") ?? [])
        {
            Add(section, section.KeyOf("MetricFiles"), () => MetricFile.Read(root.Resolve(path)));
        }

        foreach (string preset in section.Texts("Presets") ?? [])
        {
            Add(section, section.KeyOf("Presets"), () => MetricFile.ReadPreset(preset));
        }
    }

    // An empty list has the value of empty text.
    private static bool IsFilled(IConfigurationSection part) => part.Value is not "";

    private void Add(SettingMap section, params string[] names)
    {
        KeyValuePair<string, MetricDataNode>[] parts =
        [
            .. names.Select(section.Find).OfType<IConfigurationSection>().Where(IsFilled)
                .Select(part => KeyValuePair.Create(part.Key, SettingData.Of(part))),
        ];
        if (parts.Length > 0)
        {
            Add(section, key: null, () => MetricFile.Create(MetricDataNode.Map(parts), section.Path));
        }
    }

    private void Add(SettingMap section, string? key, Func<MetricFileContent> read)
    {
        try
        {
            MetricFileContent content = read();
            _definitions.Add(DefinitionSet.Of(content));

            // Their errors are found here, too, and not when they start.
            AddErrors(section, key, () => content.ReadPolls());
            AddErrors(section, key, () => content.ReadSources());
        }
        catch (MetricException e)
        {
            AddErrors(section, key, e);
        }
    }

    private static void AddErrors(SettingMap section, string? key, Action read)
    {
        try
        {
            read();
        }
        catch (MetricException e)
        {
            AddErrors(section, key, e);
        }
    }

    private static void AddErrors(SettingMap section, string? key, MetricException error)
    {
        IEnumerable<Exception> errors = error.InnerException is AggregateException several ? several.InnerExceptions : [error];
        foreach (Exception one in errors)
        {
            section.Errors.Add(key is null ? one.Message : $"{key}: {one.Message}");
        }
    }
}
