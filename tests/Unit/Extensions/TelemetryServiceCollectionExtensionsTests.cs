using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Telemetry.Diagnostics;
using Telemetry.Extensions;
using Telemetry.Metrics;
using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>The services of a container, and what of them is disposed with it.</summary>
public sealed class TelemetryServiceCollectionExtensionsTests
{
    [Fact]
    public async Task Objects_of_the_process_outlive_the_container()
    {
        var services = new ServiceCollection();
        services.AddTelemetry();
        ServiceProvider provider = services.BuildServiceProvider();
        Assert.Same(TelemetryDispatcher.Default, provider.GetRequiredService<TelemetryDispatcher>());
        Assert.Same(MetricRegistry.Default, provider.GetRequiredService<MetricRegistry>());
        Assert.Same(SourceBridge.Default, provider.GetRequiredService<SourceBridge>());
        await provider.DisposeAsync();

        Assert.False(MetricRegistry.Default.IsDisposed);
        SourceBridge.Default.Enable($"Source{Guid.NewGuid():N}", SourceKind.Activity, new() { AwaitsSource = true }).Dispose();
    }

    [Fact]
    public async Task Objects_of_the_container_are_disposed_with_it()
    {
        var services = new ServiceCollection();
        services.AddTelemetry().UseOwnDispatcher();
        ServiceProvider provider = services.BuildServiceProvider();
        TelemetryDispatcher dispatcher = provider.GetRequiredService<TelemetryDispatcher>();
        MetricRegistry registry = provider.GetRequiredService<MetricRegistry>();
        SourceBridge bridge = provider.GetRequiredService<SourceBridge>();
        Poller poller = provider.GetRequiredService<Poller>();
        await provider.DisposeAsync();

        Assert.NotSame(TelemetryDispatcher.Default, dispatcher);
        Assert.All([registry.Dispatcher, bridge.Dispatcher, poller.Dispatcher], used => Assert.Same(dispatcher, used));
        Assert.True(registry.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => bridge.Enable("System.Net.Http"));
        Assert.Throws<ObjectDisposedException>(() => poller.Add("late", static _ => { }));
    }

    [Fact]
    public void Container_can_be_disposed_without_waiting_for_tasks()
    {
        var services = new ServiceCollection();
        services.AddTelemetry().UseOwnDispatcher();
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Single(provider.GetServices<IHostedService>());
    }

    [Fact]
    public void Dispatcher_that_is_registered_before_is_used()
    {
        var dispatcher = new TelemetryDispatcher();
        var services = new ServiceCollection();
        services.AddSingleton(dispatcher);
        services.AddTelemetry();
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Same(dispatcher, provider.GetRequiredService<TelemetryDispatcher>());
        Assert.Same(dispatcher, provider.GetRequiredService<MetricRegistry>().Dispatcher);
    }

    [Fact]
    public async Task Dispatcher_that_is_registered_too_late_is_an_error_that_names_the_way()
    {
        await using var host = new HostOfATest(builder =>
        {
            builder.UseDispatcher(TelemetryDispatcher.Default);
            builder.Services.AddSingleton(new TelemetryDispatcher());
        });

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.Contains("UseDispatcher", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adding_the_library_twice_adds_nothing_twice()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(builder =>
        {
            builder.AddHandler<RecordingHandler>("order.*");
            builder.Services.AddTelemetry();
            builder.Services.AddTelemetry().AddMetrics(new MetricDefinition("order.placed.count", MetricType.Counter));
            builder.Services.AddTelemetry().AddMetrics(new MetricDefinition("order.placed.count", MetricType.Counter));
        });

        host.Dispatcher.Execute("order.placed");

        Assert.Single(host.Services.GetServices<IHostedService>());
        Assert.Equal(1, host.Services.GetRequiredService<RecordingHandler>().Recorder.Count);
        Assert.Equal(1, host.Registry.Find("order.placed.count")!.Recorded);
    }

    [Fact]
    public async Task Section_that_two_libraries_add_is_read_once()
    {
        var services = new ServiceCollection();
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Telemetry:Reporters:table:Kind", "Console"), new("Telemetry:Reporters:table:Width", "100")])
            .Build();
        services.AddTelemetry(configuration.GetSection("Telemetry")).UseOwnDispatcher();
        services.AddTelemetry(configuration.GetSection("telemetry"));
        await using ServiceProvider provider = services.BuildServiceProvider();
        var host = (IHostedLifecycleService)provider.GetRequiredService<IHostedService>();

        await host.StartingAsync(TestContext.Current.CancellationToken);
        await host.StoppedAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Whole_configuration_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new ServiceCollection().AddTelemetry(new ConfigurationBuilder().Build()));

        Assert.Contains("GetSection", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosts_with_dispatchers_of_their_own_do_not_affect_each_other()
    {
        static void Configure(TelemetryBuilder builder) => builder
            .AddHandler<RecordingHandler>("order.*")
            .AddMetrics(new MetricDefinition("order.placed.count", MetricType.Counter));
        await using HostOfATest one = await HostOfATest.StartAsync(Configure);
        await using HostOfATest other = await HostOfATest.StartAsync(Configure);

        one.Dispatcher.Execute("order.placed");

        Assert.Equal(1, one.Services.GetRequiredService<RecordingHandler>().Recorder.Count);
        Assert.Equal(0, other.Services.GetRequiredService<RecordingHandler>().Recorder.Count);
        Assert.Equal(0, other.Registry.Find("order.placed.count")!.Recorded);
        Assert.True(other.Dispatcher.TryGetHandler("RecordingHandler", out _));
    }
}
