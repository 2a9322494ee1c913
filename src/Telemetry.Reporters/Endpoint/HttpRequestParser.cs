namespace Telemetry.Reporters;

/// <summary>Parses the head of an HTTP request, strictly: what two programs could read in two ways is refused.</summary>
internal static class HttpRequestParser
{
    private const string TokenCharacters = "!#$%&'*+-.^_`|~";
    private const int MaxHeaders = 100;

    // A request that has several of these has no meaning.
    private static readonly string[] s_single = ["Host", "Authorization", "Content-Length"];

    /// <param name="head">The request line and the headers, with the empty line at their end, each character from a byte.</param>
    /// <exception cref="HttpException">The request is not valid.</exception>
    internal static HttpRequest Parse(string head)
    {
        string[] lines = [.. head.Split('\n').Select(WithoutReturn)];
        string[] parts = lines[0].Split(' ');
        if (parts.Length != 3 || !IsToken(parts[0]))
        {
            throw Malformed("request line");
        }

        RequireVersion(parts[2]);
        Dictionary<string, string> headers = ParseHeaders(lines.Skip(1).TakeWhile(line => line.Length > 0));
        if (parts[2] != "HTTP/1.0" && !headers.ContainsKey("Host"))
        {
            throw new HttpException(400, "The request has no header Host.");
        }

        RequireNoBody(headers);
        return new HttpRequest(parts[0], PathOf(parts[1]), headers);
    }

    internal static bool IsOfToken(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || TokenCharacters.Contains(c);

    private static Dictionary<string, string> ParseHeaders(IEnumerable<string> lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        int count = 0;
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':');
            string name = colon < 0 ? string.Empty : line.Substring(0, colon);
            string value = line.Substring(colon + 1).Trim(' ', '\t');
            if (!IsToken(name) || !value.All(c => c is '\t' or (>= ' ' and not '\u007f')))
            {
                throw Malformed("header");
            }

            if (++count > MaxHeaders)
            {
                throw new HttpException(431, $"The request has more than {MaxHeaders} headers.");
            }

            if (!headers.TryGetValue(name, out string? before))
            {
                headers.Add(name, value);
            }
            else if (s_single.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new HttpException(400, $"The request has several headers {name}.");
            }
            else
            {
                headers[name] = $"{before}, {value}";
            }
        }

        return headers;
    }

    private static void RequireVersion(string version)
    {
        bool isVersion = version.Length == 8
            && version.StartsWith("HTTP/", StringComparison.Ordinal)
            && version[5] is >= '0' and <= '9'
            && version[6] == '.'
            && version[7] is >= '0' and <= '9';
        if (!isVersion)
        {
            throw Malformed("version");
        }

        if (version[5] != '1')
        {
            throw new HttpException(505, "The endpoint speaks HTTP/1.1.");
        }
    }

    private static void RequireNoBody(Dictionary<string, string> headers)
    {
        bool hasLength = headers.TryGetValue("Content-Length", out string? length);
        if (hasLength && (length!.Length == 0 || !length.All(c => c is >= '0' and <= '9')))
        {
            throw Malformed("header Content-Length");
        }

        if (headers.ContainsKey("Transfer-Encoding") || (hasLength && length!.Any(c => c != '0')))
        {
            throw new HttpException(413, "A request for metrics has no body.");
        }
    }

    // A proxy may send the whole URL.
    private static string PathOf(string target)
    {
        if (target.Length == 0 || !target.All(c => c is > ' ' and < '\u007f' and not '#'))
        {
            throw Malformed("target");
        }

        const string Scheme = "http://";
        bool isUrl = target.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        if (!isUrl && target[0] != '/' && target != "*")
        {
            throw Malformed("target");
        }

        string path = target.Split('?')[0];
        int start = isUrl ? path.IndexOf('/', Scheme.Length) : 0;
        return start < 0 ? "/" : path.Substring(start);
    }

    private static string WithoutReturn(string line) =>
        line.Length > 0 && line[line.Length - 1] == '\r' ? line.Substring(0, line.Length - 1) : line;

    private static bool IsToken(string text) => text.Length > 0 && text.All(IsOfToken);

    private static HttpException Malformed(string part) => new(400, $"The {part} of the request is malformed.");
}
