using System.Net.Http.Headers;

namespace Telemetry.Otlp.Engine;

/// <summary>Records what is sent to a receiver and what it answers, and cancels what takes too long.</summary>
internal sealed class ExchangeHandler(Destination destination, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private Exchange _exchange = new(destination);
    private CancellationToken _cancellation;

    /// <summary>Begins a delivery. The requests that follow belong to it.</summary>
    internal Exchange Begin(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        return _exchange = new Exchange(destination);
    }

    // Over HTTP/1.1, requests are sent so; over HTTP/2, by the other method.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellation);
        try
        {
            HttpResponseMessage response = base.Send(request, limit.Token);
            byte[] body;
            using (Stream content = response.Content.ReadAsStream(limit.Token))
            {
                body = ReadAll(content);
            }

            return Answer(request, response, body);
        }
        catch (Exception e)
        {
            _exchange.Fail(e, _cancellation.IsCancellationRequested);
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellation);
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, limit.Token).ConfigureAwait(false);

            // To its end: only then is the status of gRPC there.
            Stream content = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                return Answer(request, response, await ReadAllAsync(content, limit.Token).ConfigureAwait(false));
            }
        }
        catch (Exception e)
        {
            _exchange.Fail(e, _cancellation.IsCancellationRequested);
            throw;
        }
    }

    private static byte[] ReadAll(Stream content)
    {
        using var all = new MemoryStream();
        var part = new byte[4096];
        while (all.Length < Exchange.MaximumBody && content.Read(part) is > 0 and int count)
        {
            all.Write(part, 0, count);
        }

        return all.ToArray();
    }

    private static async Task<byte[]> ReadAllAsync(Stream content, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        var part = new byte[4096];
        while (await content.ReadAsync(part, cancellation).ConfigureAwait(false) is > 0 and int count)
        {
            all.Write(part, 0, Math.Min(count, Exchange.MaximumBody - (int)all.Length));
        }

        return all.ToArray();
    }

    // The SDK reads the body after us.
    private HttpResponseMessage Answer(HttpRequestMessage request, HttpResponseMessage response, byte[] body)
    {
        _exchange.AddSent(request.Content?.Headers.ContentLength ?? 0);
        _exchange.Answer(response, body);
        var content = new ByteArrayContent(body);
        foreach (KeyValuePair<string, HeaderStringValues> header in response.Content.Headers.NonValidated)
        {
            if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        response.Content = content;
        return response;
    }
}
