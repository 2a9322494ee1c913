namespace Telemetry.Reporters;

/// <summary>The head of an HTTP request. Immutable.</summary>
/// <param name="method">The method.</param>
/// <param name="path">The path of the target, without the query.</param>
/// <param name="headers">The headers. The values of one that was sent several times are separated by commas.</param>
internal sealed class HttpRequest(string method, string path, IReadOnlyDictionary<string, string> headers)
{
    internal string Method => method;

    internal string Path => path;

    /// <summary>The value of a header; null if it was not sent.</summary>
    internal string? this[string header] => headers.TryGetValue(header, out string? value) ? value : null;
}
