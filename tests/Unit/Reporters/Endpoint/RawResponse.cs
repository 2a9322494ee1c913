using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Telemetry.Tests.Reporters;

/// <summary>A response as it was sent, up to the end of its connection.</summary>
internal sealed class RawResponse
{
    private static readonly byte[] s_end = "\r\n\r\n"u8.ToArray();
    private readonly string[] _head;

    internal RawResponse(byte[] bytes)
    {
        int end = bytes.AsSpan().IndexOf(s_end);
        Assert.True(end > 0, $"There is no response: '{Encoding.UTF8.GetString(bytes)}'");
        _head = Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n");
        Body = bytes[(end + s_end.Length)..];
    }

    internal string StatusLine => _head[0];

    internal int Status => int.Parse(_head[0].AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);

    internal byte[] Body { get; }

    /// <summary>The body, decompressed if it is compressed.</summary>
    internal string Text
    {
        get
        {
            using Stream body = this["Content-Encoding"] == "gzip"
                ? new GZipStream(new MemoryStream(Body), CompressionMode.Decompress)
                : new MemoryStream(Body);
            return new StreamReader(body, Encoding.UTF8).ReadToEnd();
        }
    }

    /// <summary>The values of a header, separated by line feeds; null if there is none.</summary>
    internal string? this[string header] =>
        _head.Skip(1).Where(line => line.StartsWith($"{header}: ", StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } lines
            ? string.Join('\n', lines.Select(line => line[(header.Length + 2)..]))
            : null;
}
