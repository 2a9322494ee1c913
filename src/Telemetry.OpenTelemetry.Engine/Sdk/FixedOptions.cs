using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;

namespace Telemetry.Otlp.Engine;

/// <summary>The options of a logger, which do not change.</summary>
internal sealed class FixedOptions(OpenTelemetryLoggerOptions options) : IOptionsMonitor<OpenTelemetryLoggerOptions>
{
    public OpenTelemetryLoggerOptions CurrentValue => options;

    public OpenTelemetryLoggerOptions Get(string? name) => options;

    public IDisposable? OnChange(Action<OpenTelemetryLoggerOptions, string?> listener) => null;
}
