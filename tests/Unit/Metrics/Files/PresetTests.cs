using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class PresetTests
{
    [Fact]
    public void The_presets_are_listed_by_name() => Assert.Equal(["Http", "Npgsql", "Runtime", "Telemetry"], MetricFile.Presets);

    [Fact]
    public void A_preset_is_valid_as_a_file_of_a_user_is_and_all_of_them_go_together()
    {
        using var registry = new MetricRegistry(new TelemetryDispatcher());

        foreach (string name in MetricFile.Presets)
        {
            MetricFileContent preset = MetricFile.ReadPreset(name);
            registry.AddMany(preset.Metrics);

            Assert.NotEmpty(preset.Metrics);
            Assert.All(preset.Metrics, metric => Assert.Equal(name, metric.Group));
            Assert.All(preset.Metrics, metric => Assert.EndsWith(".", metric.Description, StringComparison.Ordinal));
            Assert.Equal($"preset {name}", preset.Path);
            Assert.Equal(preset.Polls.Count, preset.ReadPolls().Count);
            Assert.Equal(preset.Sources.Count, preset.ReadSources().Count);
        }
    }

    [Fact]
    public void A_preset_is_found_without_regard_to_case() => Assert.Equal("preset Http", MetricFile.ReadPreset(" http ").Path);

    [Fact]
    public void An_unknown_preset_is_an_error_that_lists_the_presets()
    {
        MetricException error = Assert.Throws<MetricException>(() => MetricFile.ReadPreset("Htp"));

        Assert.Equal(MetricErrorKind.PresetNotFound, error.Kind);
        Assert.Equal("There is no preset 'Htp'. The presets are Http, Npgsql, Runtime, Telemetry.", error.Message);
    }
}
