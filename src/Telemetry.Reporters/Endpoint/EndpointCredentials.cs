using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Telemetry.Reporters;

/// <summary>The credentials that clients of an endpoint have to send. Only their hashes are kept. Safe to use from any
/// thread.</summary>
internal sealed class EndpointCredentials
{
    private readonly byte[]? _bearer;
    private readonly byte[]? _basic;

    /// <exception cref="ReporterException">The credentials of the options are not complete, or no client could send
    /// them.</exception>
    internal EndpointCredentials(PrometheusEndpointOptions options)
    {
        _bearer = options.BearerToken is { } token ? Hash(Encoding.ASCII.GetBytes(RequireToken(token))) : null;
        _basic = (options.UserName, options.Password) switch
        {
            (null, null) => null,
            ({ Length: > 0 } name, { Length: > 0 } password) => Hash(Encoding.UTF8.GetBytes($"{RequireName(name)}:{password}")),
            _ => throw Invalid("Basic authentication needs both the name of a user and a password, and neither can be empty."),
        };
    }

    /// <summary>Whether clients have to send credentials.</summary>
    internal bool AreRequired => _bearer is not null || _basic is not null;

    /// <summary>The values of the header <c>WWW-Authenticate</c> for a client without credentials, or with wrong ones.</summary>
    internal IEnumerable<string> Challenges
    {
        get
        {
            if (_bearer is not null)
            {
                yield return "Bearer realm=\"metrics\"";
            }

            if (_basic is not null)
            {
                yield return "Basic realm=\"metrics\", charset=\"UTF-8\"";
            }
        }
    }

    /// <summary>Determines whether a client may read the metrics. The time does not depend on the number of characters that are
    /// right.</summary>
    /// <param name="authorization">The header <c>Authorization</c>; null if there is none.</param>
    internal bool Accept(string? authorization)
    {
        if (!AreRequired)
        {
            return true;
        }

        string[] parts = (authorization ?? string.Empty).Split([' '], 2);
        string given = parts.Length == 2 ? parts[1].Trim() : string.Empty;
        return string.Equals(parts[0], "Bearer", StringComparison.OrdinalIgnoreCase) ? AreEqual(_bearer, Encoding.UTF8.GetBytes(given))
            : string.Equals(parts[0], "Basic", StringComparison.OrdinalIgnoreCase) && AreEqual(_basic, FromBase64(given));
    }

    private static bool AreEqual(byte[]? expected, byte[] given) => expected is not null && AreEqualInFixedTime(expected, Hash(given));

    // Both are hashes, so that neither the place of a difference nor the length has an influence on the time.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static bool AreEqualInFixedTime(byte[] left, byte[] right)
    {
        int difference = left.Length ^ right.Length;
        for (int i = 0; i < left.Length && i < right.Length; i++)
        {
            difference |= left[i] ^ right[i];
        }

        return difference == 0;
    }

    private static byte[] Hash(byte[] text)
    {
#if NET
        return SHA256.HashData(text);
#else
        using var hash = SHA256.Create();
        return hash.ComputeHash(text);
#endif
    }

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static string RequireToken(string token) => HttpCredentials.IsToken(token)
        ? token
        : throw Invalid("The bearer token is empty, or has characters that a client cannot send. Use ASCII characters without spaces.");

    private static string RequireName(string name) => HttpCredentials.IsUserName(name)
        ? name
        : throw Invalid("The name of the user has a colon, which a client cannot send. Choose another name.");

    private static ReporterException Invalid(string message) => new(ReporterErrorKind.InvalidOption, message);
}
