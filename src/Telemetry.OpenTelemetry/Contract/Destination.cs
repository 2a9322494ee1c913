namespace Telemetry.Otlp;

/// <summary>The receiver of a signal.</summary>
internal sealed record Destination
{
    /// <summary>The whole address.</summary>
    public required Uri Address { get; init; }

    /// <summary>Whether the protocol is gRPC, and not protobuf over HTTP.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>The headers of each request.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The longest time for a request.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Whether requests are compressed by gzip.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>The files of certificates.</summary>
    public CertificateFiles Certificates { get; init; } = new();

    /// <summary>The address without what may be a secret.</summary>
    public string Shown => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>The address as it is shown, without the path of the signal.</summary>
    public string ShownBase =>
        Address.AbsolutePath.LastIndexOf("/v1/", StringComparison.OrdinalIgnoreCase) is >= 0 and int end
            ? Address.GetLeftPart(UriPartial.Authority) + Address.AbsolutePath[..end]
            : Shown.TrimEnd('/');
}
