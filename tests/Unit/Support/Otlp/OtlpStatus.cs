namespace Telemetry.Tests.Support;

/// <summary>The status of a span, with the numbers of OTLP.</summary>
internal enum OtlpStatus
{
    Unset,
    Ok,
    Error,
}
