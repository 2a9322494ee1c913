using System.Text;

namespace Telemetry.Reporters;

/// <summary>The address of a Pushgateway, and the credentials for it. Immutable.</summary>
internal sealed class PushServer
{
    private const string Mask = "***";

    private const string NoUri = "it does not begin with http:// or https://, or is not a URI: special characters of a password have to be"
        + " percent-encoded.";

    private readonly string[] _secrets;

    /// <exception cref="ReporterException">The address or the credentials are not valid.</exception>
    internal PushServer(PushgatewayReporterOptions options)
    {
        Uri = RequireValid(options.Uri);
        Host = Uri.HostNameType == UriHostNameType.Dns ? Uri.IdnHost : Uri.DnsSafeHost;
        string host = Uri.HostNameType == UriHostNameType.IPv6 ? $"[{Host}]" : Host;
        HostAndPort = $"{host}:{Uri.Port}";
        HostHeader = Uri.IsDefaultPort ? host : HostAndPort;
        string path = Uri.GetComponents(UriComponents.Path, UriFormat.UriEscaped).Trim('/');
        BasePath = path.Length == 0 ? string.Empty : "/" + path;
        Address = $"{Uri.Scheme}://{HostHeader}{BasePath}";
        (Authorization, _secrets) = CredentialsOf(options);
    }

    internal Uri Uri { get; }

    /// <summary>The address without credentials and without a slash at its end.</summary>
    internal string Address { get; }

    internal bool IsSecure => Uri.Scheme == Uri.UriSchemeHttps;

    internal string Host { get; }

    internal string HostAndPort { get; }

    internal string HostHeader { get; }

    internal string BasePath { get; }

    /// <summary>The value of the header <c>Authorization</c>; null for none.</summary>
    internal string? Authorization { get; }

    /// <summary>Returns text of the server with a mask for each of the credentials, which a server may send back.</summary>
    internal string WithoutSecrets(string text) =>
        _secrets.Aggregate(text, (masked, secret) => masked.Replace(secret, Mask));

    private static Uri RequireValid(Uri? uri)
    {
        string problem =
            uri is null ? "there is none."
            : !uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https") ? NoUri
            : uri.Host.Length == 0 ? "it has no host."
            : uri.Query.Length > 0 || uri.Fragment.Length > 0 ? "it has a query or a fragment."
            : string.Empty;
        if (problem.Length == 0)
        {
            return uri!;
        }

        string shown = Shown(uri);
        throw new ReporterException(
            ReporterErrorKind.InvalidUri,
            $"'{shown}' is not the address of a Pushgateway: {problem} Use the address of the server, such as http://localhost:9091, with"
                + " a path only if a proxy needs one.",
            shown);
    }

    // Without what may be a password, in an address that is not valid, too.
    private static string Shown(Uri? uri)
    {
        string text = uri?.OriginalString ?? string.Empty;
        int end = text.IndexOfAny(['?', '#']);
        text = end < 0 ? text : text.Remove(end + 1) + "…";
        int at = text.LastIndexOf('@');
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        int start = scheme < 0 || scheme > at ? 0 : scheme + "://".Length;
        return at < 0 ? text : text.Remove(start, at + 1 - start);
    }

    private static (string? Header, string[] Secrets) CredentialsOf(PushgatewayReporterOptions options)
    {
        string inUri = options.Uri.UserInfo;
        int ways = (inUri.Length > 0 ? 1 : 0) + (options.UserName is null ? 0 : 1) + (options.BearerToken is null ? 0 : 1);
        if (ways > 1)
        {
            throw Invalid("There are several credentials. Give a user name and a password, or a bearer token, or have them in the URI.");
        }

        if (options.BearerToken is { } token)
        {
            return HttpCredentials.IsToken(token)
                ? ("Bearer " + token, [token])
                : throw Invalid("The bearer token is empty, or has a character that is not a visible ASCII character.");
        }

        string? user = options.UserName;
        string? password = options.Password;
        if (inUri.Length > 0)
        {
            int colon = inUri.IndexOf(':');
            user = Uri.UnescapeDataString(colon < 0 ? inUri : inUri.Substring(0, colon));
            password ??= colon < 0 ? null : Uri.UnescapeDataString(inUri.Substring(colon + 1));
        }

        if (user is null)
        {
            return password is null ? (null, []) : throw Invalid("There is a password without a user name.");
        }

        return HttpCredentials.IsUserName(user)
            ? BasicOf(user, password ?? string.Empty)
            : throw Invalid("The user name has a colon, which basic authentication cannot send.");
    }

    private static (string? Header, string[] Secrets) BasicOf(string user, string password)
    {
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        return ("Basic " + encoded, password.Length == 0 ? [encoded] : [encoded, password]);
    }

    private static ReporterException Invalid(string message) => new(ReporterErrorKind.InvalidOption, message);
}
