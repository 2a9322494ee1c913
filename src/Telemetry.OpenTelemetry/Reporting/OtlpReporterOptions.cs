using Telemetry.Reporters;

namespace Telemetry.Otlp;

/// <summary>The options of <see cref="OtlpReporter"/>.</summary>
internal sealed class OtlpReporterOptions : ReporterOptions
{
    /// <summary>The settings.</summary>
    public required OtlpSettings Settings { get; init; }

    /// <summary>The name of the service, if neither a parameter nor the environment has one.</summary>
    public required string DefaultServiceName { get; init; }
}
