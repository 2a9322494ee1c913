using Microsoft.Extensions.DependencyInjection;
using Telemetry.Extensions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>Classes and delegates that are asynchronous handlers of a container.</summary>
public sealed class HandlerTypesTests
{
    private readonly Calls _calls = new();

    [Theory]
    [InlineData(ServiceLifetime.Singleton, "made; order.a; order.b")]
    [InlineData(ServiceLifetime.Scoped, "made; order.a; disposed; made; order.b; disposed")]
    public async Task Asynchronous_handler_is_awaited_call_by_call_and_drained_at_the_stop(ServiceLifetime lifetime, string expected)
    {
        await using HostOfATest host = await StartAsync(
            builder => builder.AddHandler<AsyncHandler>("order.*", options => options.Lifetime = lifetime));

        host.Dispatcher.Execute("order.a");
        host.Dispatcher.Execute("order.b");
        await host.StopAsync();

        Assert.Equal(expected, _calls.ToString());
    }

    [Theory]
    [InlineData(ServiceLifetime.Singleton, "made; 2 events")]
    [InlineData(ServiceLifetime.Transient, "made; 2 events; disposed")]
    public async Task Batch_handler_receives_what_is_queued_at_the_stop(ServiceLifetime lifetime, string expected)
    {
        await using HostOfATest host = await StartAsync(builder => builder.AddHandler<BatchHandler>("order.*", options =>
        {
            options.Lifetime = lifetime;
            options.Batch = new() { MaxDelay = TimeSpan.FromHours(1) };
        }));

        host.Dispatcher.Execute("order.a");
        host.Dispatcher.Execute("order.b");
        await host.StopAsync();

        Assert.Equal(expected, _calls.ToString());
    }

    [Fact]
    public async Task Asynchronous_delegate_has_a_scope_for_each_call()
    {
        await using HostOfATest host = await StartAsync(static builder => builder.AddAsyncHandler(
            "delegate",
            "order.*",
            static async (services, record, _) =>
            {
                Scope scope = services.GetRequiredService<Scope>();
                await Task.Yield();
                scope.Add(record.EventName.ToString());
            }));

        host.Dispatcher.Execute("order.a");
        host.Dispatcher.Execute("order.b");
        await host.StopAsync();

        Assert.Equal("made; order.a; disposed; made; order.b; disposed", _calls.ToString());
    }

    [Fact]
    public async Task Failure_of_an_asynchronous_handler_disposes_its_scope_and_applies_its_policy()
    {
        await using HostOfATest host = await StartAsync(static builder => builder.AddAsyncHandler(
            "delegate",
            "order.*",
            static async (services, record, _) =>
            {
                services.GetRequiredService<Scope>();
                await Task.Yield();
                throw new InvalidOperationException("no connection");
            },
            static options => options.FailurePolicy = FailurePolicy.Keep));

        host.Dispatcher.Execute("order.a");
        host.Dispatcher.Execute("order.b");
        Assert.True(host.Dispatcher.TryGetHandler("delegate", out HandlerRegistration? handler));
        Assert.True(await handler.FlushAsync(Threads.Patience));

        Assert.Equal("made; disposed; made; disposed", _calls.ToString());
        Assert.Equal(2, handler.FailuresInARow);
    }

    [Fact]
    public async Task Call_that_does_not_end_is_cancelled_when_the_drain_timeout_is_over()
    {
        var cancelled = new TaskCompletionSource();
        await using HostOfATest host = await StartAsync(builder => builder.AddAsyncHandler(
            "hanging",
            "order.*",
            async (_, _, cancellation) =>
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, cancellation);
                }
                catch (OperationCanceledException)
                {
                    cancelled.SetResult();
                    throw;
                }
            },
            static options => options.Buffer = new() { DrainTimeout = TimeSpan.FromMilliseconds(50) }));
        host.Dispatcher.Execute("order.a");

        await host.StopAsync();

        await cancelled.Task.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Class_that_is_a_handler_in_several_ways_is_refused()
    {
        TelemetryBuilder builder = new ServiceCollection().AddTelemetry();

        ArgumentException error = Assert.Throws<ArgumentException>(() => builder.AddHandler<DoubleHandler>("order.*"));

        Assert.Contains("in several ways", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_batches_need_a_handler_of_batches()
    {
        TelemetryBuilder builder = new ServiceCollection().AddTelemetry();

        Assert.Throws<ArgumentException>(() => builder.AddHandler<RecordingHandler>("order.*", static options => options.Batch = new()));
    }

    [Fact]
    public async Task Id_of_a_generic_class_has_the_names_of_its_arguments()
    {
        await using HostOfATest host = await StartAsync(static builder => builder.AddHandler<GenericHandler<Scope>>("order.*"));

        Assert.Equal("GenericHandler<Scope>", Assert.Single(host.Dispatcher.List("order")).Id);
    }

    private Task<HostOfATest> StartAsync(Action<TelemetryBuilder> configure) => HostOfATest.StartAsync(builder =>
    {
        builder.Services.AddSingleton(_calls).AddScoped<Scope>();
        configure(builder);
    });

    private sealed class Calls
    {
        private readonly List<string> _log = [];

        internal void Add(string call)
        {
            lock (_log)
            {
                _log.Add(call);
            }
        }

        public override string ToString()
        {
            lock (_log)
            {
                return string.Join("; ", _log);
            }
        }
    }

    private sealed class Scope : IAsyncDisposable
    {
        private readonly Calls _calls;

        public Scope(Calls calls)
        {
            _calls = calls;
            Add("made");
        }

        internal void Add(string call) => _calls.Add(call);

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            Add("disposed");
        }
    }

    private sealed class AsyncHandler(Calls calls) : IAsyncTelemetryHandler, IAsyncDisposable
    {
        private readonly bool _isMade = Make(calls);

        public async ValueTask HandleAsync(EventRecord record, CancellationToken cancellation)
        {
            Assert.True(_isMade);
            await Task.Yield();
            calls.Add(record.EventName.ToString());
        }

        public ValueTask DisposeAsync()
        {
            calls.Add("disposed");
            return default;
        }
    }

    private sealed class BatchHandler(Calls calls) : IBatchTelemetryHandler, IDisposable
    {
        private readonly bool _isMade = Make(calls);

        public async ValueTask HandleAsync(IReadOnlyList<EventRecord> records, CancellationToken cancellation)
        {
            Assert.True(_isMade);
            await Task.Yield();
            calls.Add($"{records.Count} events");
        }

        public void Dispose() => calls.Add("disposed");
    }

    private sealed class DoubleHandler : ITelemetryHandler, IAsyncTelemetryHandler
    {
        public void Handle(in EventData data)
        {
        }

        public ValueTask HandleAsync(EventRecord record, CancellationToken cancellation) => default;
    }

    private sealed class GenericHandler<T> : ITelemetryHandler
    {
        public void Handle(in EventData data)
        {
        }
    }

    private static bool Make(Calls calls)
    {
        calls.Add("made");
        return true;
    }
}
