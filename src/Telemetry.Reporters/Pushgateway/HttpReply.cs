using System.Globalization;
using System.Text;

namespace Telemetry.Reporters;

/// <summary>An answer of a server. Immutable.</summary>
internal sealed class HttpReply
{
    // As much as is shown of it, with room for what is not.
    private const int LongestBody = 4096;
    private const int MostHeaders = 200;

    internal int Status { get; private init; }

    /// <summary>The words after the status.</summary>
    internal string Phrase { get; private init; } = string.Empty;

    /// <summary>The address to which the server redirects; null for none.</summary>
    internal string? Location { get; private init; }

    /// <summary>The beginning of the body.</summary>
    internal string Text { get; private init; } = string.Empty;

    /// <summary>Whether another request can be sent on the connection.</summary>
    internal bool KeepsConnection { get; private init; }

    internal bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Reads an answer.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="hasBody">Whether there is a body: not after <c>CONNECT</c> succeeded.</param>
    /// <exception cref="IOException">The connection ended, or the answer is not HTTP.</exception>
    internal static HttpReply Read(HttpReader reader, Func<int, bool> hasBody)
    {
        while (true)
        {
            (int status, string phrase, bool isModern) = ReadStatus(reader);
            Dictionary<string, string> headers = ReadHeaders(reader);
            if (status is >= 100 and < 200)
            {
                continue;
            }

            bool isWhole = true;
            string text = hasBody(status) && status is not (204 or 304) ? ReadBody(reader, headers, out isWhole) : string.Empty;
            bool closes = headers.TryGetValue("Connection", out string? connection)
                && connection.Split(',').Any(word => string.Equals(word.Trim(), "close", StringComparison.OrdinalIgnoreCase));
            return new HttpReply
            {
                Status = status,
                Phrase = phrase,
                Location = headers.TryGetValue("Location", out string? location) ? location : null,
                Text = text,
                KeepsConnection = isWhole && isModern && !closes,
            };
        }
    }

    private static (int Status, string Phrase, bool IsModern) ReadStatus(HttpReader reader)
    {
        string line = reader.ReadLine();
        string[] parts = line.Split([' '], 3);
        return parts.Length >= 2
            && parts[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int status)
            && status is >= 100 and < 1000
                ? (status, parts.Length == 3 ? parts[2] : string.Empty, parts[0] != "HTTP/1.0")
                : throw new InvalidDataException("the answer of the server is not HTTP");
    }

    private static Dictionary<string, string> ReadHeaders(HttpReader reader)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < MostHeaders; i++)
        {
            string line = reader.ReadLine();
            if (line.Length == 0)
            {
                return headers;
            }

            int colon = line.IndexOf(':');
            if (colon > 0)
            {
                headers[line.Substring(0, colon).Trim()] = line.Substring(colon + 1).Trim();
            }
        }

        throw new InvalidDataException("the answer of the server has too many headers");
    }

    private static string ReadBody(HttpReader reader, Dictionary<string, string> headers, out bool isWhole)
    {
        byte[] body = new byte[LongestBody];
        int length = 0;
        isWhole = false;
        try
        {
            if (headers.TryGetValue("Transfer-Encoding", out string? encoding)
                && encoding.EndsWith("chunked", StringComparison.OrdinalIgnoreCase))
            {
                isWhole = ReadChunks(reader, body, ref length);
            }
            else
            {
                bool isKnown = headers.TryGetValue("Content-Length", out string? text)
                    & long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long total);
                isWhole = reader.Read(body, ref length, isKnown ? (int)Math.Min(total, LongestBody) : LongestBody)
                    && isKnown
                    && length == total;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The status is the result of the request, and the body only its reason.
        }

        return Encoding.UTF8.GetString(body, 0, length);
    }

    private static bool ReadChunks(HttpReader reader, byte[] body, ref int length)
    {
        while (true)
        {
            string size = reader.ReadLine().Split(';')[0].Trim();
            if (!int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int chunk) || chunk < 0)
            {
                return false;
            }

            if (chunk == 0)
            {
                while (reader.ReadLine().Length > 0)
                {
                    // Headers after the body.
                }

                return true;
            }

            int room = LongestBody - length;
            if (!reader.Read(body, ref length, Math.Min(chunk, room)) || chunk > room)
            {
                return false;
            }

            reader.ReadLine();
        }
    }
}
