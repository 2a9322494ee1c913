using System.Text;

namespace Telemetry.Reporters;

/// <summary>Reads the head of an HTTP request from a client. It allows one of 8,192 bytes.</summary>
internal sealed class HttpRequestReader(ClientSocket client)
{
    private const int Limit = 8 * 1024;

    private readonly byte[] _buffer = new byte[Limit];
    private int _length;

    /// <summary>Whether the client has sent anything.</summary>
    internal bool HasBegun => _length > 0;

    /// <summary>Whether there may be something that was not read: the client sent more than one valid request.</summary>
    internal bool HasMore { get; private set; } = true;

    /// <summary>Reads a request.</summary>
    /// <returns>The request; null if the client closed its side before it sent anything.</returns>
    /// <exception cref="HttpException">The request is not valid, or too large.</exception>
    internal HttpRequest? Read()
    {
        int end;
        while ((end = FindEnd()) < 0)
        {
            if (_length == Limit)
            {
                throw Array.IndexOf(_buffer, (byte)'\n', Start()) < 0
                    ? new HttpException(414, "The target of the request is too long.")
                    : new HttpException(431, $"The headers of the request are too large: {Limit} bytes are the limit.");
            }

            int read = client.Read(_buffer, _length);
            if (read == 0)
            {
                return HasBegun ? throw new HttpException(400, "The request ended before its headers did.") : null;
            }

            _length += read;
            ThrowIfNotHttp();
        }

        int start = Start();
        HttpRequest request = HttpRequestParser.Parse(Latin1(start, end - start));
        HasMore = end < _length;
        return request;
    }

    // A handshake of TLS has no line that ends, and would be waited for until the deadline.
    private void ThrowIfNotHttp()
    {
        int start = Start();
        if (start < _length && !HttpRequestParser.IsOfToken((char)_buffer[start]))
        {
            throw new HttpException(400, "This is not a request of HTTP. The endpoint has no TLS.");
        }
    }

    // Empty lines before a request are allowed.
    private int Start()
    {
        int start = 0;
        while (start < _length && _buffer[start] is (byte)'\r' or (byte)'\n')
        {
            start++;
        }

        return start;
    }

    /// <summary>Returns the index behind the empty line that ends the head, or -1.</summary>
    private int FindEnd()
    {
        for (int i = Start(); i < _length; i++)
        {
            if (_buffer[i] == (byte)'\n')
            {
                int next = i + 1 < _length && _buffer[i + 1] == (byte)'\r' ? i + 2 : i + 1;
                if (next < _length && _buffer[next] == (byte)'\n')
                {
                    return next + 1;
                }
            }
        }

        return -1;
    }

    private string Latin1(int start, int length)
    {
        var text = new StringBuilder(length);
        for (int i = start; i < start + length; i++)
        {
            text.Append((char)_buffer[i]);
        }

        return text.ToString();
    }
}
