using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Telemetry.Tests.Support;

/// <summary>A server of ASP.NET Core in this process, at a free port of 127.0.0.1, until it is disposed.</summary>
internal sealed class AspNetCoreServer : IAsyncDisposable
{
    /// <summary>The name of the host in requests of its client, by which they differ from those of other tests.</summary>
    internal const string Host = "web.test";

    private readonly WebApplication _application;
    private readonly HttpClient _client;

    private AspNetCoreServer(WebApplication application)
    {
        _application = application;
        int port = new Uri(application.Urls.First()).Port;
        _client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, cancel) => ConnectAsync(port, cancel) });
    }

    /// <summary>Starts a server.</summary>
    /// <param name="map">Maps the routes.</param>
    internal static async Task<AspNetCoreServer> StartAsync(Action<WebApplication> map)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication application = builder.Build();
        map(application);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new AspNetCoreServer(application);
    }

    /// <summary>Starts a server of orders, with routes that fail, and one that answers nobody.</summary>
    /// <param name="cancel">Cancelled by the route that answers nobody; it ends when the client is gone.</param>
    internal static Task<AspNetCoreServer> StartOrdersAsync(CancellationTokenSource? cancel = null) => StartAsync(application =>
    {
        application.MapGet("/orders/{id:int}", (int id) => $"{id}");
        application.MapGet("/fail", () => Results.StatusCode(500));
        application.MapGet("/throw", string () => throw new InvalidOperationException("broken"));
        application.MapGet("/hang", async (HttpContext context) =>
        {
            cancel?.Cancel();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
    });

    /// <summary>Requests a path.</summary>
    /// <returns>The status.</returns>
    internal async Task<int> GetAsync(string path, CancellationToken? cancellation = null)
    {
        using HttpResponseMessage response = await _client.GetAsync(
            new Uri($"http://{Host}/{path}"), cancellation ?? TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    /// <summary>Waits until all requests have ended.</summary>
    internal Task StopAsync() => _application.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
    }

    private static async ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
