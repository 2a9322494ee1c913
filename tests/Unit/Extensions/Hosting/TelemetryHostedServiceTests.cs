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
    public async Task Host_that_knows_only_start_and_stop_starts_and_stops_the_parts()
    {
        var services = new ServiceCollection();
        services.AddTelemetry().UseOwnDispatcher().AddHandler<RecordingHandler>("order.*");
        ServiceProvider provider = services.BuildServiceProvider();
        TelemetryDispatcher dispatcher = provider.GetRequiredService<TelemetryDispatcher>();
        IHostedService service = provider.GetRequiredService<IHostedService>();

        await service.StartAsync(TestContext.Current.CancellationToken);
        int handlers = dispatcher.List("order").Count;
        await service.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, handlers);
        Assert.Empty(dispatcher.List("order"));
        await provider.DisposeAsync();
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

    // A container disposes in the reverse order of creation, and the handlers are created after the service that stops them.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Handler_is_disposed_after_what_is_queued_for_it_is_handled_if_there_was_no_stop(bool isAsynchronous)
    {
        var host = new HostOfATest(builder => builder
            .AddHandler<DisposableHandler>("order.*", static options => options.Buffer = new HandlerBuffer()));
        await host.StartAsync();
        DisposableHandler handler = host.Services.GetRequiredService<DisposableHandler>();
        for (int i = 0; i < 3; i++)
        {
            host.Dispatcher.Execute("order.placed");
        }

        if (isAsynchronous)
        {
            await host.DisposeAsync();
        }
        else
        {
            host.Dispose();
        }

        Assert.Equal((3, true), (handler.HandledInTime, handler.IsDisposed));
    }

    [Fact]
    public async Task Stop_after_the_time_of_the_host_handles_what_is_queued_and_reports_it()
    {
        MemoryReporter? reporter = null;
        await using HostOfATest host = await HostOfATest.StartAsync(builder => builder
            .AddMetrics(new MetricDefinition("order.billed.count", MetricType.Counter))
            .AddReporter(services => reporter = new(new() { Registry = services.GetRequiredService<MetricRegistry>() }))
            .AddAsyncHandler("bill", "order.placed", static async (services, _, cancellation) =>
            {
                await Task.Delay(10, cancellation);
                services.GetRequiredService<TelemetryDispatcher>().Execute("order.billed");
            }));
        for (int i = 0; i < 5; i++)
        {
            host.Dispatcher.Execute("order.placed");
        }

        await host.StopTooLateAsync();

        Assert.Equal(5, reporter!.LastTotal);
        Assert.Empty(host.Log.MessagesOf("Handlers"));
        Assert.Empty(host.Log.MessagesOf("Reporters"));
    }

    [Fact]
    public async Task Handler_that_hangs_after_the_time_of_the_host_leaves_time_for_the_last_report()
    {
        using var gate = new Gate();
        MemoryReporter? reporter = null;
        await using HostOfATest host = await HostOfATest.StartAsync(builder => builder
            .AddMetrics(s_count)
            .AddReporter(services => reporter = new(new() { Registry = services.GetRequiredService<MetricRegistry>() }))
            .AddHandler(
                "hanging", "order.*", _ => gate.Handle, static options => options.Buffer = new() { DrainTimeout = TimeSpan.FromHours(1) }));
        host.Dispatcher.Execute("order.placed");
        gate.WaitUntilInside();

        await host.StopTooLateAsync();

        Assert.Equal(1, reporter!.LastTotal);
        Assert.Empty(host.Log.MessagesOf("Reporters"));
        Assert.Contains("before all queued events were handled", Assert.Single(host.Log.MessagesOf("Handlers")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reason_of_a_failed_start_is_not_hidden_by_a_part_that_cannot_be_stopped()
    {
        await using var host = new HostOfATest(static builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(new TimeThatCannotBeStopped());
            builder.LogEvents("order.*").AddHandler("broken", "order.*", static _ => throw new InvalidOperationException("no connection"));
        });

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.Equal("no connection", error.Message);
        Assert.Equal(["A part of Telemetry could not be stopped: it hangs"], host.Log.MessagesOf("Extensions"));
    }

    private sealed class TimeThatCannotBeStopped : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer();

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => throw new InvalidOperationException("it hangs");
        }
    }

    private sealed class DisposableHandler(TelemetryDispatcher dispatcher) : ITelemetryHandler, IDisposable
    {
        private volatile bool _isDisposed;

        internal bool IsDisposed => _isDisposed;

        internal int HandledInTime { get; private set; }

        // Waits for the end, which begins with either of both.
        public void Handle(in EventData data)
        {
            SpinWait.SpinUntil(() => _isDisposed || dispatcher.List("order").Count == 0, Threads.Patience);
            HandledInTime += _isDisposed ? 0 : 1;
        }

        public void Dispose() => _isDisposed = true;
    }
}
