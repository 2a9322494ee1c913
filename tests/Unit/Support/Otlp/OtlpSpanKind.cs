namespace Telemetry.Tests.Support;

/// <summary>The kinds of spans, with the numbers of OTLP.</summary>
internal enum OtlpSpanKind
{
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}
