using System.Globalization;
using System.Text;

namespace Telemetry.Reporters;

/// <summary>A complete HTTP response, after which the connection is closed.</summary>
internal sealed class HttpResponse
{
    private readonly List<KeyValuePair<string, string>> _headers = [];
    private readonly SegmentStream _body;
    private readonly int _status;

    /// <param name="status">The status code.</param>
    /// <param name="contentType">The media type of the body.</param>
    /// <param name="body">The body, which is complete.</param>
    internal HttpResponse(int status, string contentType, SegmentStream body)
    {
        _status = status;
        _body = body;
        Add("Date", DateTime.UtcNow.ToString("R", CultureInfo.InvariantCulture));
        Add("Content-Type", contentType);
        Add("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        Add("Connection", "close");
    }

    /// <summary>The number of bytes of the body.</summary>
    internal long Length => _body.Length;

    /// <summary>Creates the response to a request that cannot be answered otherwise.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="message">The reason, as one sentence.</param>
    internal static HttpResponse Error(int status, string message)
    {
        var body = new SegmentStream();
        byte[] text = Encoding.UTF8.GetBytes(message + "\n");
        body.Write(text, 0, text.Length);
        return new HttpResponse(status, "text/plain; charset=utf-8", body);
    }

    internal HttpResponse Add(string header, string value)
    {
        _headers.Add(new(header, value));
        return this;
    }

    /// <summary>Writes the response.</summary>
    /// <param name="client">The client.</param>
    /// <param name="withoutBody">Whether only the head is written.</param>
    internal void Write(ClientSocket client, bool withoutBody = false)
    {
        client.Write(new ArraySegment<byte>(Head()));
        if (!withoutBody)
        {
            foreach (ArraySegment<byte> segment in _body.Segments)
            {
                client.Write(segment);
            }
        }
    }

    private static string PhraseOf(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        414 => "URI Too Long",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => string.Empty,
    };

    private byte[] Head()
    {
        var head = new StringBuilder();
        head.Append("HTTP/1.1 ").Append(_status.ToString(CultureInfo.InvariantCulture)).Append(' ').Append(PhraseOf(_status));
        foreach (KeyValuePair<string, string> header in _headers)
        {
            head.Append("\r\n").Append(header.Key).Append(": ").Append(header.Value);
        }

        return Encoding.ASCII.GetBytes(head.Append("\r\n\r\n").ToString());
    }
}
