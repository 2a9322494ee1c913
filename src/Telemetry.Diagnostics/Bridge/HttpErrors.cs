using System.Text;

namespace Telemetry.Diagnostics;

/// <summary>The kinds of failed requests of HttpClient, in the words of its later versions.</summary>
internal static class HttpErrors
{
    /// <summary>Returns the kind of the error, such as <c>connection_error</c>; the type of the exception where it is
    /// unknown.</summary>
    internal static string Describe(HttpRequestException exception) =>
        KindOf(exception) is { } kind && kind != "Unknown" ? ToSnakeCase(kind) : typeof(HttpRequestException).FullName!;

    // .NET 8 and later have the property, and this library's other build cannot name it.
    private static string? KindOf(HttpRequestException exception) =>
#if NET
        exception.HttpRequestError.ToString();
#else
        typeof(HttpRequestException).GetProperty("HttpRequestError")?.GetValue(exception)?.ToString();
#endif

    private static string ToSnakeCase(string words)
    {
        var result = new StringBuilder();
        foreach (char c in words)
        {
            if (char.IsUpper(c) && result.Length > 0)
            {
                result.Append('_');
            }

            result.Append(char.ToLowerInvariant(c));
        }

        return result.ToString();
    }
}
