using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Diagnostics;
using Telemetry.Extensions;
using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>Sources and built-in polls that run while a host does, and are shared by the hosts of a process.</summary>
public sealed class HostedSourcesTests
{
    private readonly string _name = $"Shop{Guid.NewGuid():N}";

    [Fact]
    public async Task Source_that_appears_after_the_start_is_listened_to()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(
            builder => builder.AddSource(_name).AddHandler<RecordingHandler>($"{_name}.*"));
        using var source = new ActivitySource(_name);

        source.StartActivity("order")?.Dispose();

        Assert.Equal(2, host.Services.GetRequiredService<RecordingHandler>().Recorder.Count);
    }

    [Fact]
    public async Task Source_of_the_configuration_is_awaited()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(
            static _ => { }, $$"""{ "Sources": [ { "Name": "{{_name}}", "Via": "Meter", "Tag": "route" } ] }""");

        TelemetrySource source = Assert.Single(host.Services.GetRequiredService<SourceBridge>().List());
        Assert.Equal((_name, SourceKind.Meter), (source.Name, source.Kind));
    }

    [Fact]
    public async Task Hosts_share_sources_and_polls_until_the_last_one_stops()
    {
        var dispatcher = new TelemetryDispatcher();
        using var bridge = new SourceBridge(dispatcher);
        using var registry = new Telemetry.Metrics.MetricRegistry(dispatcher);
        void Configure(TelemetryBuilder builder)
        {
            builder.UseDispatcher(dispatcher).AddSource(_name).AddBuiltInPoll("Process", onCollect: true);
            builder.Services.AddSingleton(bridge).AddSingleton(registry);
        }

        await using HostOfATest one = await HostOfATest.StartAsync(Configure);
        await using (await HostOfATest.StartAsync(Configure))
        {
            Assert.Single(bridge.List());
        }

        Assert.Single(bridge.List());
        Assert.Single(Polls());
        await one.StopAsync();
        Assert.Empty(bridge.List());
        Assert.Empty(Polls());

        IEnumerable<Poll> Polls() => Poller.ListAll().Where(poll => poll.Poller.Dispatcher == dispatcher);
    }

    [Fact]
    public void Unknown_built_in_poll_is_refused_when_it_is_added()
    {
        TelemetryBuilder builder = new ServiceCollection().AddTelemetry();

        ArgumentException error = Assert.Throws<ArgumentException>(() => builder.AddBuiltInPoll("Runtme"));

        Assert.Contains("Process, Runtime", error.Message, StringComparison.Ordinal);
    }
}
