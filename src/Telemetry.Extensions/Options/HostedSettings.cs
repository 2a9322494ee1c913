namespace Telemetry.Extensions;

/// <summary>Reads the configuration when the host starts, once: later changes of it have no effect.</summary>
internal sealed class HostedSettings(IEnumerable<ConfiguredSection> sections, IEnumerable<ISettingsReader> readers) : IHostedPart
{
    public HostedStage Stage => HostedStage.Settings;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The configuration has errors.</exception>
    public ValueTask StartAsync(CancellationToken cancellation)
    {
        var errors = new SettingErrors();

        // Two libraries may add the same section.
        foreach (ConfiguredSection configured in sections.DistinctBy(one => one.Section.Path, StringComparer.OrdinalIgnoreCase))
        {
            var section = new SettingMap(configured.Section, errors);
            foreach (ISettingsReader reader in readers)
            {
                reader.Read(section);
            }

            section.CheckKeys();
        }

        errors.ThrowIfAny();
        return default;
    }

    public ValueTask StopAsync(CancellationToken cancellation) => default;
}
