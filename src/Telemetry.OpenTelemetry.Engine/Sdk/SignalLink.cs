using OpenTelemetry.Exporter;

namespace Telemetry.Otlp.Engine;

/// <summary>The connection of a signal to its receiver: the options of its exporter, and the exchanges by it.</summary>
internal sealed class SignalLink
{
    private readonly ExchangeHandler _handler;

    internal SignalLink(Destination destination)
    {
        _handler = Transports.Create(destination);
        Options = new OtlpExporterOptions
        {
            Endpoint = EndpointOf(destination),
            Protocol = destination.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
            Compression = destination.IsCompressed ? OtlpExportCompression.GZip : OtlpExportCompression.None,
            TimeoutMilliseconds = (int)destination.Timeout.TotalMilliseconds,

            // Read from the environment by the constructor; ours are those of the client.
            Headers = null,
            HttpClientFactory = () => NewClient(destination),
        };
    }

    internal OtlpExporterOptions Options { get; }

    internal Exchange Begin(CancellationToken cancellation) => _handler.Begin(cancellation);

    // By gRPC, the SDK appends the name of the service.
    private static Uri EndpointOf(Destination destination) =>
        destination.IsGrpc ? new Uri(destination.Address.GetLeftPart(UriPartial.Authority)) : destination.Address;

    private HttpClient NewClient(Destination destination)
    {
        var client = new HttpClient(_handler) { Timeout = destination.Timeout };
        foreach (KeyValuePair<string, string> header in destination.Headers)
        {
            // Not by the option of the SDK, in whose text a comma ends the value.
            client.DefaultRequestHeaders.TryAddWithoutValidation(header.Key, header.Value);
        }

        return client;
    }
}
