using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Extensions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>Handlers that are services: their lifetimes, their ids, and the end of the host.</summary>
public sealed class HostedHandlersTests
{
    [Fact]
    public async Task Class_handles_its_events_from_the_start_of_the_host_to_its_stop()
    {
        await using var host = new HostOfATest(static builder => builder.AddHandler<RecordingHandler>("order.*", "cart.emptied"));
        RecordingHandler handler = host.Services.GetRequiredService<RecordingHandler>();

        host.Dispatcher.Execute("order.placed");
        await host.StartAsync();
        host.Dispatcher.Execute("order.placed");
        host.Dispatcher.Execute("cart.emptied");
        host.Dispatcher.Execute("cart.filled");
        await host.StopAsync();
        host.Dispatcher.Execute("order.placed");

        Assert.Equal(["order.placed", "cart.emptied"], handler.Recorder.Names);
    }

    [Theory]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public async Task Call_of_a_scoped_handler_has_a_scope_that_is_disposed_after_it(ServiceLifetime lifetime)
    {
        var units = new UnitsOfWork();
        await using HostOfATest host = await HostOfATest.StartAsync(builder =>
        {
            builder.Services.AddSingleton(units).AddScoped<UnitOfWork>();
            builder.AddHandler<ScopedHandler>("order.*", options => options.Lifetime = lifetime);
        });

        host.Dispatcher.Execute("order.placed");
        host.Dispatcher.Execute("order.placed");

        Assert.Equal(["1 made", "1 used", "1 disposed", "2 made", "2 used", "2 disposed"], units.Log);
    }

    [Fact]
    public async Task Scope_of_a_call_that_fails_is_disposed()
    {
        var units = new UnitsOfWork { Fails = true };
        await using HostOfATest host = await HostOfATest.StartAsync(builder =>
        {
            builder.Services.AddSingleton(units).AddScoped<UnitOfWork>().AddScoped<ScopedHandler>();
            builder.AddHandler<ScopedHandler>("order.*");
        });

        host.Dispatcher.Execute("order.placed");

        Assert.Equal(["1 made", "1 used", "1 disposed"], units.Log);
        Assert.Equal("the unit failed", Assert.Single(host.Dispatcher.ListDetached()).LastFailure!.Message);
    }

    [Fact]
    public void Lifetime_that_differs_from_the_registered_one_is_an_error()
    {
        var services = new ServiceCollection();
        services.AddScoped<RecordingHandler>();

        ArgumentException error = Assert.Throws<ArgumentException>(() => services.AddTelemetry()
            .AddHandler<RecordingHandler>("order.*", static options => options.Lifetime = ServiceLifetime.Singleton));

        Assert.Contains("registered as Scoped", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lifetime_that_is_registered_after_the_handler_was_added_counts()
    {
        var units = new UnitsOfWork();
        await using HostOfATest host = await HostOfATest.StartAsync(builder =>
        {
            builder.AddHandler<ScopedHandler>("order.*");
            builder.Services.AddSingleton(units).AddScoped<UnitOfWork>().AddScoped<ScopedHandler>();
        });

        host.Dispatcher.Execute("order.placed");
        host.Dispatcher.Execute("order.placed");

        Assert.Equal(["1 made", "1 used", "1 disposed", "2 made", "2 used", "2 disposed"], units.Log);
    }

    [Fact]
    public async Task Lifetime_that_is_registered_later_and_differs_from_the_options_ends_the_start()
    {
        await using var host = new HostOfATest(static builder =>
        {
            builder.AddHandler<RecordingHandler>("order.*", static options => options.Lifetime = ServiceLifetime.Singleton);
            builder.Services.AddScoped<RecordingHandler>();
        });

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.Contains("was registered as Scoped after it was added", error.Message, StringComparison.Ordinal);
        Assert.Contains("Leave out one of them.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_that_is_not_a_handler_is_refused()
    {
        TelemetryBuilder builder = new ServiceCollection().AddTelemetry();

        ArgumentException error = Assert.Throws<ArgumentException>(() => builder.AddHandler<UnitsOfWork>("order.*"));

        Assert.Contains(nameof(ITelemetryHandler), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Handler_without_events_or_with_an_invalid_pattern_is_refused()
    {
        TelemetryBuilder builder = new ServiceCollection().AddTelemetry();

        Assert.Throws<ArgumentException>(() => builder.AddHandler<RecordingHandler>());
        Assert.Throws<FormatException>(() => builder.AddHandler<RecordingHandler>("order..placed"));
    }

    [Fact]
    public async Task Class_is_attached_several_times_with_different_ids()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(static builder => builder
            .AddHandler<RecordingHandler>("order.*")
            .AddHandler<RecordingHandler>("order.placed", static options => options.Id = "placed"));

        host.Dispatcher.Execute("order.placed");

        Assert.Equal(["RecordingHandler", "placed"], host.Dispatcher.List("order").Select(handler => handler.Id));
        Assert.Equal(2, host.Services.GetRequiredService<RecordingHandler>().Recorder.Count);
    }

    [Fact]
    public async Task Handlers_with_one_id_are_an_error_that_says_what_to_do()
    {
        await using var host = new HostOfATest(static builder => builder
            .AddHandler<RecordingHandler>("order.*")
            .AddHandler<RecordingHandler>("cart.*"));

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.Contains("'RecordingHandler' is added twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delegate_is_created_once_with_the_services()
    {
        int created = 0;
        await using HostOfATest host = await HostOfATest.StartAsync(builder =>
        {
            builder.Services.AddSingleton<Recorder>();
            builder.AddHandler(
                "record",
                "order.*",
                services =>
                {
                    created++;
                    return services.GetRequiredService<Recorder>().Handle;
                },
                static options => options.Once = true);
        });

        host.Dispatcher.Execute("order.placed");
        host.Dispatcher.Execute("order.placed");

        Assert.Equal(1, created);
        Assert.Equal(1, host.Services.GetRequiredService<Recorder>().Count);
    }

    [Fact]
    public async Task Events_that_are_queued_at_the_stop_are_handled_before_it_ends()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(static builder => builder
            .AddHandler<RecordingHandler>("order.*", static options => options.Buffer = new HandlerBuffer()));
        RecordingHandler handler = host.Services.GetRequiredService<RecordingHandler>();

        for (int i = 0; i < 1000; i++)
        {
            host.Dispatcher.Execute("order.placed");
        }

        await host.StopAsync();

        Assert.Equal(1000, handler.Recorder.Count);
    }

    [Fact]
    public async Task Stop_that_is_cancelled_does_not_wait_for_a_handler()
    {
        using var gate = new Gate();
        await using HostOfATest host = await HostOfATest.StartAsync(builder => builder.AddHandler(
            "slow", "order.*", _ => gate.Handle, static options => options.Buffer = new() { DrainTimeout = TimeSpan.FromHours(1) }));
        host.Dispatcher.Execute("order.placed");
        gate.WaitUntilInside();

        await host.StopTooLateAsync();

        Assert.Contains("before all queued events were handled", Assert.Single(host.Log.MessagesOf("Handlers")), StringComparison.Ordinal);
        gate.Open();
    }

    [Fact]
    public async Task Handler_of_another_host_with_the_same_dispatcher_gets_a_number()
    {
        var dispatcher = new TelemetryDispatcher();
        void Configure(TelemetryBuilder builder) => builder.UseDispatcher(dispatcher).AddHandler<RecordingHandler>("order.*");
        await using HostOfATest one = await HostOfATest.StartAsync(Configure);
        await using (await HostOfATest.StartAsync(Configure))
        {
            Assert.Equal(["RecordingHandler", "RecordingHandler-2"], dispatcher.List("order").Select(handler => handler.Id));
        }

        Assert.Equal(["RecordingHandler"], dispatcher.List("order").Select(handler => handler.Id));
    }

    [Fact]
    public async Task Id_that_other_code_uses_is_an_error()
    {
        var dispatcher = new TelemetryDispatcher();
        dispatcher.Attach("RecordingHandler", "cart.emptied", static (in EventData _, object? _) => { });
        await using var host = new HostOfATest(builder => builder.UseDispatcher(dispatcher).AddHandler<RecordingHandler>("order.*"));

        await Assert.ThrowsAsync<HandlerAlreadyExistsException>(host.StartAsync);
    }

    [Fact]
    public async Task Hosts_that_start_at_once_attach_all_handlers()
    {
        for (int round = 0; round < 50; round++)
        {
            var dispatcher = new TelemetryDispatcher();
            HostOfATest[] hosts =
            [
                .. Enumerable.Range(0, 4).Select(_ => new HostOfATest(
                    builder => builder.UseDispatcher(dispatcher).AddHandler<RecordingHandler>("order.*"))),
            ];

            await Task.WhenAll(hosts.Select(host => Task.Run(host.StartAsync)));
            dispatcher.Execute("order.placed");

            Assert.All(hosts, host => Assert.Equal(1, host.Services.GetRequiredService<RecordingHandler>().Recorder.Count));
            await Task.WhenAll(hosts.Select(host => Task.Run(() => host.DisposeAsync().AsTask())));
            Assert.Empty(dispatcher.List("order"));
        }
    }

    [Fact]
    public async Task Failures_of_a_host_are_forgotten_with_it()
    {
        var dispatcher = new TelemetryDispatcher();
        await using (await HostOfATest.StartAsync(builder => builder.UseDispatcher(dispatcher).AddHandler(
            "broken", "order.*", static _ => static (in EventData _, object? _) => throw new InvalidOperationException("no connection"))))
        {
            dispatcher.Execute("order.placed");
            Assert.Single(dispatcher.ListDetached());
        }

        Assert.Empty(dispatcher.ListDetached());
    }

    [Fact]
    public async Task Delegates_handle_several_events()
    {
        var names = new ConcurrentQueue<string>();
        await using HostOfATest host = await HostOfATest.StartAsync(builder => builder
            .AddHandler("now", ["order.*", "cart.emptied"], _ => (in EventData data, object? _) => names.Enqueue($"now {data.EventName}"))
            .AddAsyncHandler("later", ["order.placed", "cart.*"], (_, record, _) =>
            {
                names.Enqueue($"later {record.EventName}");
                return default;
            }));

        host.Dispatcher.Execute("order.placed");
        host.Dispatcher.Execute("cart.emptied");
        await host.StopAsync();

        Assert.Equal(
            ["later cart.emptied", "later order.placed", "now cart.emptied", "now order.placed"], names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exception_of_a_handler_is_not_replaced_by_one_of_its_scope(bool isAsynchronous)
    {
        await using HostOfATest host = await HostOfATest.StartAsync(builder =>
        {
            builder.Services.AddScoped<UnitThatCannotBeDisposed>();
            _ = isAsynchronous
                ? builder.AddHandler<FailingAsyncHandler>("order.*", static options => options.Lifetime = ServiceLifetime.Scoped)
                : builder.AddHandler<FailingHandler>("order.*", static options => options.Lifetime = ServiceLifetime.Scoped);
        });
        using var failed = new ManualResetEventSlim();
        string? reason = null;
        host.Dispatcher.HandlerFailed += (_, failure) =>
        {
            reason = failure.Message;
            failed.Set();
        };

        host.Dispatcher.Execute("order.placed");
        Threads.WaitFor(failed);

        Assert.Equal("no connection", reason);
    }

    private sealed class UnitsOfWork
    {
        private int _made;

        internal List<string> Log { get; } = [];

        internal bool Fails { get; init; }

        internal int Next() => ++_made;
    }

    // As services of databases are: they can only be disposed asynchronously.
    private sealed class UnitOfWork : IAsyncDisposable
    {
        private readonly UnitsOfWork _units;
        private readonly int _number;

        public UnitOfWork(UnitsOfWork units)
        {
            _units = units;
            _number = units.Next();
            units.Log.Add($"{_number} made");
        }

        internal void Use()
        {
            _units.Log.Add($"{_number} used");
            if (_units.Fails)
            {
                throw new InvalidOperationException("the unit failed");
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            _units.Log.Add($"{_number} disposed");
        }
    }

    private sealed class ScopedHandler(UnitOfWork unit) : ITelemetryHandler
    {
        public void Handle(in EventData data) => unit.Use();
    }

    private sealed class UnitThatCannotBeDisposed : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("not disposed");
    }

    private sealed class FailingHandler(UnitThatCannotBeDisposed unit) : ITelemetryHandler
    {
        public void Handle(in EventData data)
        {
            GC.KeepAlive(unit);
            throw new InvalidOperationException("no connection");
        }
    }

    private sealed class FailingAsyncHandler(UnitThatCannotBeDisposed unit) : IAsyncTelemetryHandler
    {
        public ValueTask HandleAsync(EventRecord record, CancellationToken cancellation)
        {
            GC.KeepAlive(unit);
            throw new InvalidOperationException("no connection");
        }
    }
}
