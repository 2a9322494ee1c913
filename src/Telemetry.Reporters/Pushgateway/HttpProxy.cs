using System.Net;
using System.Text;

namespace Telemetry.Reporters;

/// <summary>The proxy of the system for a server. Immutable.</summary>
internal sealed class HttpProxy
{
    private HttpProxy(Uri uri, NetworkCredential? credentials)
    {
        Uri = uri;
        Authorization = credentials is null || credentials.UserName.Length == 0
            ? null
            : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.UserName}:{credentials.Password}"));
    }

    internal Uri Uri { get; }

    internal string HostAndPort => $"{Uri.Host}:{Uri.Port}";

    /// <summary>The value of the header <c>Proxy-Authorization</c>; null for none.</summary>
    internal string? Authorization { get; }

    /// <summary>Returns the proxy for a server; null for none, as for servers of this machine.</summary>
    /// <exception cref="ReportException">The proxy is not one for HTTP.</exception>
    internal static HttpProxy? For(Uri server)
    {
#if NET
        IWebProxy? all = System.Net.Http.HttpClient.DefaultProxy;
#else
        IWebProxy? all = WebRequest.DefaultWebProxy;
#endif
        if (server.IsLoopback || all is null || all.IsBypassed(server) || all.GetProxy(server) is not { } proxy || proxy == server)
        {
            return null;
        }

        return proxy.Scheme == Uri.UriSchemeHttp
            ? new HttpProxy(proxy, all.Credentials?.GetCredential(proxy, "Basic"))
            : throw new ReportException($"the proxy of the system is one for {proxy.Scheme}, which is not supported");
    }
}
