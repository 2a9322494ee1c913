using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Extensions;
using Telemetry.Metrics;
using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>Polls that run while a host does.</summary>
public sealed class HostedPollsTests
{
    private static readonly Action<PollOptions> s_onCollect = static options => options.OnCollect = true;

    [Fact]
    public async Task Poll_on_collection_runs_when_the_metrics_of_the_container_are_collected()
    {
        using var measured = new ManualResetEventSlim();
        await using HostOfATest host = await HostOfATest.StartAsync(
            builder => builder.AddPoll("queue", (_, _) => measured.Set(), s_onCollect));

        host.Registry.Collect();

        Threads.WaitFor(measured);
    }

    [Fact]
    public async Task Poll_measures_in_a_scope_of_its_own_for_each_run()
    {
        var scopes = new HashSet<object>();
        await using HostOfATest host = await HostOfATest.StartAsync(builder =>
        {
            builder.Services.AddScoped<Recorder>();
            builder.AddMetrics(new MetricDefinition("queue.length", MetricType.LastValue));
            builder.AddPoll(
                "queue",
                (services, context) =>
                {
                    scopes.Add(services.GetRequiredService<Recorder>());
                    context.Emit([new("length", scopes.Count)]);
                },
                s_onCollect);
        });

        await RunAsync(host);
        await RunAsync(host);

        Assert.Equal(2, scopes.Count);
        Assert.Equal("2", Assert.Single(host.Registry.Find("queue.length")!.Read().Series).Value.ToString());
    }

    [Fact]
    public async Task Asynchronous_poll_is_awaited_before_its_scope_is_disposed()
    {
        var log = new List<string>();
        await using HostOfATest host = await HostOfATest.StartAsync(builder =>
        {
            builder.Services.AddScoped(_ => new Disposal(() => log.Add("disposed")));
            builder.AddPoll(
                "queue",
                async (services, _) =>
                {
                    services.GetRequiredService<Disposal>();
                    await Task.Yield();
                    log.Add("measured");
                },
                s_onCollect);
        });

        await RunAsync(host);

        Assert.Equal(["measured", "disposed"], log);
    }

    [Fact]
    public async Task Series_that_the_last_run_did_not_set_leave_with_the_poll()
    {
        var hosts = new Queue<string>(["a", "b"]);
        using var registry = new MetricRegistry(new TelemetryDispatcher());
        await using HostOfATest host = await HostOfATest.StartAsync(builder =>
        {
            builder.UseDispatcher(registry.Dispatcher).Services.AddSingleton(registry);
            builder.AddPoll("queue", (_, context) => context.Emit(1, [new("host", hosts.Dequeue())]), s_onCollect);
        });
        Metric metric = registry.Add(new("queue.value", MetricType.LastValue) { Events = ["queue"], Tags = ["host"], PerPoll = true });

        await RunAsync(host);
        await RunAsync(host);
        string[] hostsOfSecond = [.. metric.Read().Series.Select(series => series.TagValues[0])];
        await host.StopAsync();

        Assert.Equal(["b"], hostsOfSecond);
        Assert.Equal(0, metric.SeriesCount);
    }

    [Fact]
    public async Task Poll_that_fails_is_a_warning_in_the_log()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(static builder => builder.AddPoll(
            "queue", static (_, _) => throw new InvalidOperationException("no queue"), s_onCollect));

        await RunAsync(host);

        Assert.Contains("no queue", Assert.Single(host.Log.MessagesOf("Polls")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_of_a_poll_has_its_name_and_exception_and_its_end_is_no_warning()
    {
        int runs = 0;
        var thrown = new InvalidOperationException("no queue");
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.AddPoll(
            "queue",
            (_, _) =>
            {
                if (Interlocked.Increment(ref runs) == 1)
                {
                    throw thrown;
                }
            },
            static options => options.Interval = TimeSpan.FromMilliseconds(10)));
        Assert.True(SpinWait.SpinUntil(() => host.Log.Of("Telemetry.Polls").Length >= 2, Threads.Patience));

        WrittenEntry[] entries = host.Log.Of("Telemetry.Polls");

        Assert.Equal(
            [(LogLevel.Warning, 1, "PollProblem"), (LogLevel.Information, 2, "PollRecovered")],
            entries.Select(entry => (entry.Level, entry.EventId.Id, entry.EventId.Name!)));
        Assert.Equal(["queue", "queue"], entries.Select(entry => entry["PollName"]));
        Assert.Equal([thrown, null], entries.Select(entry => entry.Exception));
    }

    [Fact]
    public async Task No_poll_runs_after_the_stop()
    {
        int runs = 0;
        using var registry = new MetricRegistry(new TelemetryDispatcher());
        await using HostOfATest host = await HostOfATest.StartAsync(builder =>
        {
            builder.UseDispatcher(registry.Dispatcher).Services.AddSingleton(registry);
            builder.AddPoll("queue", (_, _) => runs++, s_onCollect);
        });

        await host.StopAsync();
        registry.Collect();

        Assert.Equal(0, runs);
        Assert.Empty(host.Services.GetRequiredService<Poller>().List());
    }

    [Fact]
    public async Task Polls_with_one_name_end_the_start()
    {
        await using var host = new HostOfATest(static builder => builder
            .AddPoll("queue", static (_, _) => { }).AddPoll("queue", static (_, _) => { }));

        PollException error = await Assert.ThrowsAsync<PollException>(host.StartAsync);

        Assert.Equal(PollErrorKind.PollAlreadyExists, error.Kind);
        Assert.Empty(host.Services.GetRequiredService<Poller>().List());
    }

    [Fact]
    public void Invalid_options_are_refused_when_the_poll_is_added()
    {
        TelemetryBuilder builder = new ServiceCollection().AddTelemetry();

        Assert.Throws<PollException>(() => builder.AddPoll(
            "queue", static (_, _) => { }, static options => options.Interval = TimeSpan.Zero));
    }

    private static Task<bool> RunAsync(HostOfATest host) =>
        host.Services.GetRequiredService<Poller>().Find("queue")!.RunAsync(Threads.Patience);

    private sealed class Disposal(Action disposed) : IDisposable
    {
        public void Dispose() => disposed();
    }
}
