namespace Telemetry.Tests.Support;

/// <summary>The signals of OTLP.</summary>
internal enum OtlpSignal
{
    Metrics,
    Traces,
    Logs,
}
