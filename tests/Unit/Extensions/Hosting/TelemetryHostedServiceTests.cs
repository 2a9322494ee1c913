using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Telemetry.Extensions;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>The order in which the parts of the library start and stop, among themselves and among the services of a host.</summary>
public sealed class TelemetryHostedServiceTests
{
    private static readonly MetricDefinition s_count = new("order.placed.count", MetricType.Counter);

    [Fact]
    public async Task Events_of_services_that_start_and_stop_are_handled_in_any_order_of_registration()
    {
        var dispatcher = new TelemetryDispatcher();
        MemoryReporter? reporter = null;
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        Add(builder.Services, "first");
        builder.Services.AddTelemetry().UseDispatcher(dispatcher)
            .AddHandler<RecordingHandler>("*.*.*")
            .AddMetrics(new MetricDefinition("service.count", MetricType.Counter) { Events = ["service.*.*"] })
            .AddReporter(services => reporter = new(new() { Registry = services.GetRequiredService<MetricRegistry>() }));
        Add(builder.Services, "last");
        using IHost host = builder.Build();
        RecordingHandler handler = host.Services.GetRequiredService<RecordingHandler>();

        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            ["service.first.start", "service.last.start", "service.last.stop", "service.first.stop"],
            handler.Recorder.Names.Where(name => name.StartsWith("service", StringComparison.Ordinal)));
        Assert.Equal(4, reporter!.LastTotal);
        Assert.DoesNotContain(dispatcher.List(), handler => handler.Pattern.ToString() != "telemetry.handler.failure");

        void Add(IServiceCollection services, string name) => services.AddSingleton<IHostedService>(new ServiceOfATest(
            () => dispatcher.Execute($"service.{name}.start"), () => dispatcher.Execute($"service.{name}.stop")));
    }

    [Fact]
    public async Task Parts_that_were_started_are_stopped_if_a_later_one_fails_to_start()
    {
        MemoryReporter? first = null;
        await using var host = new HostOfATest(builder => builder
            .AddMetrics(s_count)
            .AddReporter(services => first = new(new() { Registry = services.GetRequiredService<MetricRegistry>() }))
            .AddHandler("broken", "order.*", _ => throw new InvalidOperationException("no connection")));

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.Equal("no connection", error.Message);
        Assert.Equal(ReporterState.Stopped, first!.State);
        Assert.Empty(host.Registry.List());
    }

    [Fact]
    public async Task Parts_are_stopped_if_another_service_fails_to_start()
    {
        MemoryReporter? reporter = null;
        var host = new HostOfATest(builder =>
        {
            builder.AddHandler<RecordingHandler>("order.*")
                .AddReporter(services => reporter = new(new() { Registry = services.GetRequiredService<MetricRegistry>() }));
            builder.Services.AddSingleton<IHostedService>(
                new ServiceOfATest(() => throw new InvalidOperationException("broken"), static () => { }));
        });
        TelemetryDispatcher dispatcher = host.Dispatcher;

        await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);
        await host.DisposeAsync();

        Assert.Equal(ReporterState.Stopped, reporter!.State);
        Assert.Empty(dispatcher.List("order"));
    }

    [Fact]
    public async Task Host_that_knows_only_start_and_stop_starts_the_parts()
    {
        var services = new ServiceCollection();
        services.AddTelemetry().UseOwnDispatcher().AddHandler<RecordingHandler>("order.*");
        ServiceProvider provider = services.BuildServiceProvider();
        TelemetryDispatcher dispatcher = provider.GetRequiredService<TelemetryDispatcher>();
        IHostedService service = provider.GetRequiredService<IHostedService>();

        await service.StartAsync(TestContext.Current.CancellationToken);
        int handlers = dispatcher.List("order").Count;
        await service.StopAsync(TestContext.Current.CancellationToken);
        await provider.DisposeAsync();

        Assert.Equal(1, handlers);
        Assert.Empty(dispatcher.List("order"));
    }

    [Fact]
    public async Task Part_that_fails_to_stop_does_not_keep_the_others_from_it()
    {
        MemoryReporter? reporter = null;
        HostOfATest host = await HostOfATest.StartAsync(builder => builder
            .AddMetrics(s_count)
            .AddReporter(services => reporter = new(new() { Registry = services.GetRequiredService<MetricRegistry>() })
            {
                OnClose = static () => throw new InvalidOperationException("broken"),
            }));

        await host.StopAsync();
        Assert.Equal(ReporterState.Stopped, reporter!.State);
        Assert.Empty(host.Registry.List());
        await host.DisposeAsync();
    }
}
