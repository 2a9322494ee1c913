using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;

namespace Telemetry.Otlp.Engine;

/// <summary>Reads the response to a call by gRPC.</summary>
internal static class GrpcResponse
{
    private const int FrameHeader = 5;

    // The names of the codes, by their numbers.
    private static readonly string[] s_names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
        "UNAUTHENTICATED",
    ];

    // The codes with which a receiver says that the items themselves are the reason.
    private static readonly int[] s_refusals = [3, 9, 11];

    /// <summary>Returns the status and its text; null if the response has none.</summary>
    internal static (int Code, string? Text)? StatusOf(HttpResponseMessage response) =>
        Find(response.TrailingHeaders) ?? Find(response.Headers);

    internal static bool IsRefusal(int code) => Array.IndexOf(s_refusals, code) >= 0;

    internal static string NameOf(int code) => code >= 0 && code < s_names.Length ? $"{code} ({s_names[code]})" : $"{code}";

    /// <summary>Returns the message in a body; nothing if there is no whole one.</summary>
    internal static byte[] MessageIn(byte[] body)
    {
        if (body.Length < FrameHeader)
        {
            return [];
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1));
        if (length > body.Length - FrameHeader)
        {
            return [];
        }

        byte[] message = body[FrameHeader..(FrameHeader + (int)length)];
        return body[0] == 0 ? message : Decompress(message);
    }

    private static byte[] Decompress(byte[] message)
    {
        try
        {
            using var stream = new GZipStream(new MemoryStream(message), CompressionMode.Decompress);
            using var all = new MemoryStream();
            stream.CopyTo(all);
            return all.ToArray();
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private static (int Code, string? Text)? Find(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("grpc-status", out IEnumerable<string>? codes)
            || !int.TryParse(codes.First(), NumberStyles.None, CultureInfo.InvariantCulture, out int code))
        {
            return null;
        }

        string? text = headers.TryGetValues("grpc-message", out IEnumerable<string>? texts) ? Uri.UnescapeDataString(texts.First()) : null;
        return (code, ResponseText.Shorten(text));
    }
}
