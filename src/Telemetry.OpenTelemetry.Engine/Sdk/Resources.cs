using OpenTelemetry.Resources;

namespace Telemetry.Otlp.Engine;

/// <summary>Creates the resource, whose attributes say what reports.</summary>
internal static class Resources
{
    internal static ResourceBuilder Of(EngineOptions options) => ResourceBuilder.CreateEmpty()
        .AddTelemetrySdk()
        .AddAttributes(options.DefaultResource)
        .AddEnvironmentVariableDetector()
        .AddAttributes(options.Resource);
}
