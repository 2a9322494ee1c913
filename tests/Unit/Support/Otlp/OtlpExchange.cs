using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Telemetry.Tests.Support;

/// <summary>Reads the requests and writes the answers of OTLP over HTTP and over gRPC.</summary>
internal static class OtlpExchange
{
    private const string Protobuf = "application/x-protobuf";
    private const string Grpc = "application/grpc";

    // Of a message of gRPC: a flag of compression, and the length.
    private const int Prefix = 5;

    private static readonly (string Path, OtlpSignal Signal)[] s_paths =
    [
        ("/v1/metrics", OtlpSignal.Metrics),
        ("/v1/traces", OtlpSignal.Traces),
        ("/v1/logs", OtlpSignal.Logs),
        ("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", OtlpSignal.Metrics),
        ("/opentelemetry.proto.collector.trace.v1.TraceService/Export", OtlpSignal.Traces),
        ("/opentelemetry.proto.collector.logs.v1.LogsService/Export", OtlpSignal.Logs),
    ];

    /// <summary>Reads a request. Answers those that are not OTLP, and returns null.</summary>
    internal static async Task<OtlpRequest?> ReadAsync(HttpContext context, OtlpDecoder decoder)
    {
        HttpRequest request = context.Request;
        string path = request.Path.Value ?? string.Empty;
        bool isGrpc = IsOf(request, Grpc);
        (string Path, OtlpSignal Signal) known = s_paths.FirstOrDefault(known => path.EndsWith(known.Path, StringComparison.Ordinal));
        if (known.Path is null || request.Method != "POST")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }

        if (!isGrpc && !IsOf(request, Protobuf))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return null;
        }

        var content = new MemoryStream();
        await request.Body.CopyToAsync(content, context.RequestAborted);
        try
        {
            return new OtlpRequest(
                known.Signal,
                isGrpc,
                path,
                request.Headers.ToDictionary(header => header.Key, header => $"{header.Value}", StringComparer.OrdinalIgnoreCase),
                await decoder.DecodeAsync(known.Signal, Body(request, isGrpc, content)));
        }
        catch (InvalidDataException e)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(e.Message);
            return null;
        }
    }

    /// <summary>Answers a request.</summary>
    internal static async Task AnswerAsync(HttpContext context, OtlpRequest request, OtlpAnswer answer)
    {
        foreach ((string name, string value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (request.IsGrpc && answer.GrpcStatus is { } status)
        {
            await AnswerGrpcAsync(context.Response, answer, status);
            return;
        }

        context.Response.StatusCode = answer.HttpStatus;
        if (!answer.IsSuccess && !answer.HasMessage)
        {
            await context.Response.WriteAsync(answer.Text);
            return;
        }

        context.Response.ContentType = Protobuf;
        await context.Response.Body.WriteAsync(
            answer.IsSuccess ? OtlpMessage.Response(answer) : OtlpMessage.Status(answer.GrpcStatus ?? 0, answer.Text));
    }

    private static async Task AnswerGrpcAsync(HttpResponse response, OtlpAnswer answer, int status)
    {
        response.ContentType = Grpc;
        response.DeclareTrailer("grpc-status");
        if (answer.IsSuccess)
        {
            byte[] message = OtlpMessage.Response(answer);
            byte[] prefix = new byte[Prefix];
            BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), message.Length);
            await response.Body.WriteAsync((byte[])[.. prefix, .. message]);
        }
        else
        {
            response.AppendTrailer("grpc-message", Uri.EscapeDataString(answer.Text));
        }

        response.AppendTrailer("grpc-status", $"{status}");
    }

    private static bool IsOf(HttpRequest request, string type) =>
        request.ContentType?.StartsWith(type, StringComparison.OrdinalIgnoreCase) == true;

    private static ReadOnlyMemory<byte> Body(HttpRequest request, bool isGrpc, MemoryStream content)
    {
        if (!isGrpc)
        {
            return request.Headers.ContentEncoding == "gzip" ? Unzip(content.ToArray()) : content.ToArray();
        }

        if (content.Length < Prefix)
        {
            throw new InvalidDataException("The message is missing.");
        }

        byte[] message = content.ToArray();
        return message[0] == 1 ? Unzip(message[Prefix..]) : message.AsMemory(Prefix);
    }

    private static byte[] Unzip(byte[] content)
    {
        using var zipped = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        var plain = new MemoryStream();
        zipped.CopyTo(plain);
        return plain.ToArray();
    }
}
