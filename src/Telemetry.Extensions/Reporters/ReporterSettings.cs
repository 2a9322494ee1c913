using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Extensions;

/// <summary>Reads the key <c>Reporters</c> of the configuration: a map of names to the options of a reporter each, with its
/// <c>Kind</c>.</summary>
internal sealed class ReporterSettings(MetricRegistry registry, ContentRoot root) : ISettingsReader
{
    private static readonly Dictionary<string, Func<ReporterOptionsReader, Func<Reporter>?>> s_kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Console"] = static reader => reader.Console(),
        ["JsonLines"] = static reader => reader.JsonLines(),
        ["Prometheus"] = static reader => reader.Prometheus(),
        ["Pushgateway"] = static reader => reader.Pushgateway(),
        ["StatsD"] = static reader => reader.StatsD(),
        ["TextFile"] = static reader => reader.TextFile(),
    };

    private readonly List<Reporter> _reporters = [];

    /// <summary>The reporters of the configuration, which are not started.</summary>
    internal IReadOnlyList<Reporter> Reporters => _reporters;

    public void Read(SettingMap section)
    {
        foreach (KeyValuePair<string, SettingMap> entry in section.Maps(nameof(Reporters)))
        {
            Read(entry.Key, entry.Value);
        }
    }

    private void Read(string name, SettingMap settings)
    {
        const string Kind = "Kind";
        bool isEnabled = settings.Flag("Enabled") ?? true;
        string? kind = settings.Text(Kind)?.Trim();
        if (kind is null || !s_kinds.TryGetValue(kind, out Func<ReporterOptionsReader, Func<Reporter>?>? read))
        {
            settings.AddError(
                Kind,
                kind is null ? $"a reporter needs its kind. Write one of {string.Join(", ", s_kinds.Keys)}."
                    : $"there is no '{kind}'. {NearestWord.Hint(kind, [.. s_kinds.Keys])}");
            return;
        }

        Func<Reporter>? create = read(new ReporterOptionsReader(name, settings, registry, root));
        settings.CheckKeys();
        if (create is null)
        {
            return;
        }

        try
        {
            Reporter reporter = create();
            if (isEnabled)
            {
                _reporters.Add(reporter);
            }
        }
        catch (ReporterException e)
        {
            settings.Errors.Add(settings.Path, e.Message);
        }
    }
}
