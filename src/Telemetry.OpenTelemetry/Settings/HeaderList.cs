using System.Collections;
using System.Globalization;
using System.Net;
using System.Security;
using Telemetry.Reporters;

namespace Telemetry.Otlp;

/// <summary>Reads the headers of requests. Their values may be secrets, and are in no message.</summary>
internal static class HeaderList
{
    // What the request itself decides.
    private static readonly string[] s_reserved =
        ["Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Host", "Connection", "TE", "User-Agent"];

    /// <summary>Reads the headers of a table.</summary>
    /// <exception cref="ReporterException">A name or a value is not valid.</exception>
    internal static IReadOnlyList<KeyValuePair<string, string>> Read(IDictionary table)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (DictionaryEntry entry in table)
        {
            headers.Add(Require(entry.Key.ToString() ?? string.Empty, TextOf(entry.Value), "-Header"));
        }

        return headers;
    }

    /// <summary>Reads the headers of a variable: pairs of names and values, separated by commas, in the encoding of URLs.</summary>
    /// <exception cref="ReporterException">A pair, a name or a value is not valid.</exception>
    internal static IReadOnlyList<KeyValuePair<string, string>> Read(string text, string variable)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (string pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int sign = pair.IndexOf('=', StringComparison.Ordinal);
            if (sign <= 0)
            {
                throw new ReporterException(
                    ReporterErrorKind.InvalidOption,
                    $"{variable}: a header is not valid. Write pairs, as in 'name=value,other=value'.",
                    variable);
            }

            headers.Add(Require(pair[..sign].Trim(), Uri.UnescapeDataString(pair[(sign + 1)..].Trim()), variable));
        }

        return headers;
    }

    private static KeyValuePair<string, string> Require(string name, string? value, string source)
    {
        string? problem =
            name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal))
                ? "is not a name of a header"
            : s_reserved.Contains(name, StringComparer.OrdinalIgnoreCase) ? "is set by the reporter itself"
            : value is null ? "has no value, or several"
            : value.Any(c => c is < ' ' or (char)0x7f or > (char)0x7e) ? "has a value with characters that a header cannot have"
            : null;
        return problem is null
            ? new(name, value!)
            : throw new ReporterException(
                ReporterErrorKind.InvalidOption, $"{source}: '{name}' {problem}. Use a name, and text in ASCII.", name);
    }

    private static string? TextOf(object? value) => value switch
    {
        null => null,
        SecureString secret => new NetworkCredential(string.Empty, secret).Password,
        string text => text,
        IEnumerable => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
