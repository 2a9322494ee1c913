using System.Collections.Concurrent;
using System.Text;

namespace Telemetry.Tests.Receivers;

/// <summary>Keeps the answers that clients get.</summary>
internal sealed class SeenAnswers : DelegatingHandler
{
    private readonly ConcurrentQueue<string> _answers = new();

    internal SeenAnswers()
        : base(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
    }

    internal IReadOnlyList<string> All => [.. _answers];

    internal HttpClient CreateClient() => new(this, disposeHandler: false);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = base.Send(request, cancellationToken);
        response.Content.LoadIntoBufferAsync(cancellationToken).GetAwaiter().GetResult();
        Keep(response);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        Keep(response);
        return response;
    }

    private void Keep(HttpResponseMessage response)
    {
        string status = string.Join(
            ' ',
            response.TrailingHeaders.Concat(response.Headers)
                .Where(header => header.Key.StartsWith("grpc-", StringComparison.Ordinal) || header.Key == "Location")
                .Select(header => $"{header.Key} {Uri.UnescapeDataString(string.Join(',', header.Value))}"));
        using var body = new StreamReader(response.Content.ReadAsStream(CancellationToken.None), Encoding.Latin1);
        string text = new([.. body.ReadToEnd().Where(character => character is >= ' ' and <= '~')]);
        response.Content.ReadAsStream(CancellationToken.None).Position = 0;
        _answers.Enqueue($"{(int)response.StatusCode} {status} {text}");
    }
}
