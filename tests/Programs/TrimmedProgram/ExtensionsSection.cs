using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Telemetry.Extensions;
using Telemetry.Metrics;

namespace Telemetry.Tests.Programs;

/// <summary>A generic host with a handler that has a scope, and settings from the configuration.</summary>
internal static class ExtensionsSection
{
    internal static async Task RunAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Telemetry:Handlers:CartHandler:Events:0"] = "cart.filled",
            ["Telemetry:Metrics:0:Name"] = "cart.filled.count",
            ["Telemetry:Metrics:0:Type"] = "Counter",
        });
        builder.Services.AddHealthChecks().AddTelemetry();
        builder.Services.AddTelemetry(builder.Configuration.GetSection("Telemetry"))
            .UseOwnDispatcher()
            .AddHandler<CartHandler>("cart.*", options => options.Lifetime = ServiceLifetime.Scoped)
            .LogEvents("cart.*");
        using IHost host = builder.Build();
        await host.StartAsync();
        host.Services.GetRequiredService<TelemetryDispatcher>().Execute("cart.filled", [new("items", 3)]);
        host.Services.GetRequiredService<TelemetryDispatcher>().Execute("cart.emptied");
        MetricReading metric = host.Services.GetRequiredService<MetricRegistry>().Collect().Metrics[0];
        Console.WriteLine($"extensions: {metric.Definition.Name} {metric.Series[0].Count}");
        await host.StopAsync();
    }
}
