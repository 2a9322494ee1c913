namespace Telemetry.Otlp;

/// <summary>Files of certificates, in PEM.</summary>
/// <param name="Authority">The authority that the certificate of the receiver has to come from; null for those of the system.</param>
/// <param name="Client">The certificate that is shown to the receiver; null for none.</param>
/// <param name="ClientKey">The private key of the client's certificate; null if it is in the same file.</param>
internal sealed record CertificateFiles(string? Authority = null, string? Client = null, string? ClientKey = null);
