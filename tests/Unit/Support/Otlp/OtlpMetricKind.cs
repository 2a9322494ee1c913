namespace Telemetry.Tests.Support;

/// <summary>The kinds of metrics of OTLP.</summary>
internal enum OtlpMetricKind
{
    Gauge,
    Sum,
    Histogram,
    ExponentialHistogram,
    Summary,
}
