using Microsoft.Extensions.DependencyInjection;

namespace Telemetry.Hosting;

/// <summary>The settings of one call of AddTelemetrySession. Those of all calls apply to the same session.</summary>
/// <param name="Configure">Changes the options.</param>
internal sealed record SessionSetup(Action<TelemetrySessionOptions, IServiceProvider> Configure)
{
    /// <summary>Creates the options by the settings of all calls, in order.</summary>
    internal static TelemetrySessionOptions Apply(IServiceProvider provider)
    {
        var options = new TelemetrySessionOptions();
        foreach (SessionSetup setup in provider.GetServices<SessionSetup>())
        {
            setup.Configure(options, provider);
        }

        options.Host ??= provider.GetRequiredService<LoggerHost>();
        return options;
    }
}
