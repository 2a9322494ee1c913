using Telemetry.Commands;

namespace Telemetry.Otlp;

/// <summary>Completes the protocol of a reporter.</summary>
internal sealed class OtlpProtocolCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Word, string ToolTip)> Words =>
    [
        ("HttpProtobuf", "Protobuf over HTTP, by default at port 4318"),
        ("Grpc", "gRPC, by default at port 4317"),
    ];
}
