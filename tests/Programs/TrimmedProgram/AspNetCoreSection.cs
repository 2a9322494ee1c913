using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.AspNetCore;
using Telemetry.Metrics;

namespace Telemetry.Tests.Programs;

/// <summary>Metrics at a route of a web server.</summary>
internal static class AspNetCoreSection
{
    internal static async Task RunAsync()
    {
        var dispatcher = new TelemetryDispatcher();
        using var registry = new MetricRegistry(dispatcher);
        registry.Add(new("page.count", MetricType.Counter) { Events = ["page.shown"] });
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        app.MapTelemetryMetrics(configure: options => options.Registry = registry);
        await app.StartAsync();
        dispatcher.Execute("page.shown");
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Console.Write(await client.GetStringAsync("metrics"));
    }
}
