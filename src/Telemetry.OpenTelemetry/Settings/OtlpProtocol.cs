namespace Telemetry.Otlp;

/// <summary>The protocols of OTLP that are supported.</summary>
internal enum OtlpProtocol
{
    /// <summary>Protobuf over HTTP.</summary>
    HttpProtobuf,

    /// <summary>gRPC.</summary>
    Grpc,
}
