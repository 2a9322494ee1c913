using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Telemetry.Otlp.Engine;

/// <summary>Creates the connections to receivers.</summary>
internal static class Transports
{
    /// <exception cref="IOException">A file of certificates cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file of certificates is not valid.</exception>
    internal static ExchangeHandler Create(Destination destination)
    {
        var handler = new SocketsHttpHandler
        {
            // A receiver that sends us elsewhere gets nothing: the headers may be credentials.
            AllowAutoRedirect = false,
            UseCookies = false,

            // Without it, requests are no activities, which would be reported in turn.
            ActivityHeadersPropagator = null,
            ConnectTimeout = destination.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        SetCertificates(handler.SslOptions, destination.Certificates);
        return new ExchangeHandler(destination, handler);
    }

    private static void SetCertificates(SslClientAuthenticationOptions options, CertificateFiles files)
    {
        if (files.Authority is { } authority)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(authority);
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust };
            policy.CustomTrustStore.AddRange(trusted);
            policy.RevocationMode = X509RevocationMode.NoCheck;
            options.CertificateChainPolicy = policy;
        }

        if (files.Client is { } client)
        {
            using X509Certificate2 loaded = X509Certificate2.CreateFromPemFile(client, files.ClientKey);

            // On Windows, the key of a file in PEM is not found later.
            options.ClientCertificates = [X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), password: null)];
        }
    }
}
