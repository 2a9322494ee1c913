using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.AspNetCore;

/// <summary>A web server in this process at a free port, with a registry of its own among its services, and its log.</summary>
internal sealed class MetricsSite : IAsyncDisposable
{
    private readonly MetricsOfATest _metrics;
    private readonly WebApplication _application;

    private MetricsSite(MetricsOfATest metrics, LogRecorder log, WebApplication application)
    {
        _metrics = metrics;
        Log = log;
        _application = application;
        Client = new HttpClient { BaseAddress = new Uri(application.Urls.First()) };
    }

    internal LogRecorder Log { get; }

    internal HttpClient Client { get; }

    internal MetricRegistry Registry => _metrics.Registry;

    /// <summary>Starts a server.</summary>
    /// <param name="map">Maps the routes.</param>
    /// <param name="add">Adds services; null for none.</param>
    internal static async Task<MetricsSite> StartAsync(Action<WebApplication> map, Action<IServiceCollection>? add = null)
    {
        var metrics = new MetricsOfATest();
        var log = new LogRecorder("Telemetry");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        // As an instance, which the container does not dispose.
        builder.Services.AddSingleton(metrics.Registry);
        add?.Invoke(builder.Services);
        WebApplication application = builder.Build();
        map(application);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new MetricsSite(metrics, log, application);
    }

    internal void Count(int jobs = 1) => _metrics.Count(jobs);

    internal Task<string> GetAsync(string path = "metrics") => Client.GetStringAsync(path, TestContext.Current.CancellationToken);

    internal Task<HttpResponseMessage> SendAsync(HttpMethod method, string path = "metrics", string? accept = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
        _metrics.Dispose();
    }
}
