using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telemetry.Extensions;
using Telemetry.Metrics;
using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>The health of the library in a program.</summary>
public sealed class TelemetryHealthCheckTests
{
    [Fact]
    public async Task Program_in_which_everything_works_is_healthy()
    {
        await using HostOfATest host = await StartAsync(static builder => builder.AddHandler<RecordingHandler>("order.*"));
        host.Dispatcher.Execute("order.placed");

        HealthReportEntry entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Empty(entry.Data);
    }

    [Fact]
    public async Task Handler_that_was_detached_degrades_the_program_until_it_is_attached_again()
    {
        await using HostOfATest host = await StartAsync(static builder => builder.AddHandler(
            "broken", "order.*", static _ => static (in EventData _, object? _) => throw new InvalidOperationException("no connection.")));
        host.Dispatcher.Execute("order.placed");

        HealthReportEntry entry = await CheckAsync(host);
        host.Dispatcher.Attach("broken", "order.placed", static (in EventData _, object? _) => { });
        HealthReportEntry later = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal("Handler 'broken' was detached: no connection.", entry.Description);
        Assert.Equal(entry.Description, entry.Data["handler broken"]);
        Assert.Equal(HealthStatus.Healthy, later.Status);
    }

    [Fact]
    public async Task Reporter_and_poll_that_fail_are_named_with_their_reasons()
    {
        using var failed = new ManualResetEventSlim();
        await using HostOfATest host = await StartAsync(
            builder => builder
                .AddPoll(
                    "queue",
                    static (_, _) => throw new InvalidOperationException("no queue"),
                    static options => options.OnCollect = true)
                .AddReporter(services =>
                {
                    var reporter = new MemoryReporter(new() { Name = "refused", Registry = services.GetRequiredService<MetricRegistry>() })
                    {
                        OnReport = static _ => throw new InvalidOperationException("connection refused"),
                    };
                    reporter.Noticed += (_, _) => failed.Set();
                    return reporter;
                }),
            HealthStatus.Unhealthy);
        await host.Services.GetRequiredService<Poller>().Find("queue")!.RunAsync(Threads.Patience);
        Threads.WaitFor(failed);

        HealthReportEntry entry = await CheckAsync(host);

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Equal(
            "Reporter 'refused' does not reach memory: connection refused. Poll 'queue' fails: no queue.", entry.Description);
        Assert.Equal(["poll queue", "reporter refused"], entry.Data.Keys.Order());
        Assert.Equal(["ready"], entry.Tags);
    }

    [Fact]
    public async Task Failures_with_another_dispatcher_are_not_those_of_the_program()
    {
        var other = new TelemetryDispatcher();
        other.Attach("broken", "order.placed", static (in EventData _, object? _) => throw new InvalidOperationException());
        other.Execute("order.placed");
        await using HostOfATest host = await StartAsync(static _ => { });

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    private static Task<HostOfATest> StartAsync(Action<TelemetryBuilder> configure, HealthStatus status = HealthStatus.Degraded) =>
        HostOfATest.StartAsync(builder =>
        {
            builder.Services.AddHealthChecks().AddTelemetry(failureStatus: status, tags: ["ready"]);
            configure(builder);
        });

    private static async Task<HealthReportEntry> CheckAsync(HostOfATest host)
    {
        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(TestContext.Current.CancellationToken);
        return report.Entries["telemetry"];
    }
}
