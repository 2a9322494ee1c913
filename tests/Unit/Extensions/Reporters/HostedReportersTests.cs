using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemetry.Extensions;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>Reporters that start and stop with a host.</summary>
public sealed class HostedReportersTests
{
    private const int Orders = 5000;

    [Fact]
    public async Task Last_report_has_the_events_that_were_queued_at_the_stop()
    {
        MemoryReporter? reporter = null;
        await using HostOfATest host = await HostOfATest.StartAsync(builder => builder
            .AddMetrics(new MetricDefinition("order.billed.count", MetricType.Counter))
            .AddReporter(services => reporter = new(new() { Registry = services.GetRequiredService<MetricRegistry>() }))
            .AddHandler(
                "bill",
                "order.placed",
                static services =>
                {
                    TelemetryDispatcher dispatcher = services.GetRequiredService<TelemetryDispatcher>();
                    return (in EventData _, object? _) => Bill(dispatcher);
                },
                static options => options.Buffer = new HandlerBuffer()));

        for (int i = 0; i < Orders; i++)
        {
            host.Dispatcher.Execute("order.placed");
        }

        await host.StopAsync();

        Assert.Equal(Orders, reporter!.LastTotal);
    }

    [Fact]
    public async Task Last_report_has_the_events_that_were_queued_for_handlers_of_other_code()
    {
        MemoryReporter? reporter = null;
        await using HostOfATest host = await HostOfATest.StartAsync(builder => builder
            .AddMetrics(new MetricDefinition("order.billed.count", MetricType.Counter))
            .AddReporter(services => reporter = new(new() { Registry = services.GetRequiredService<MetricRegistry>() })));
        TelemetryDispatcher dispatcher = host.Dispatcher;
        using HandlerRegistration bill = dispatcher.Attach(
            "bill",
            "order.placed",
            (in EventData _, object? _) => Bill(dispatcher),
            new HandlerOptions { Buffer = new() });

        for (int i = 0; i < Orders; i++)
        {
            dispatcher.Execute("order.placed");
        }

        await host.StopAsync();

        Assert.Equal(Orders, reporter!.LastTotal);
    }

    [Fact]
    public async Task Port_in_use_ends_the_start_and_stops_what_was_started()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        MemoryReporter? first = null;
        await using var host = new HostOfATest(builder => builder
            .AddReporter(services => first = new(new() { Registry = services.GetRequiredService<MetricRegistry>() }))
            .AddPrometheusEndpoint(options => options.Port = ((IPEndPoint)other.LocalEndpoint).Port));

        ReporterException error = await Assert.ThrowsAsync<ReporterException>(host.StartAsync);

        Assert.Equal(ReporterErrorKind.PortInUse, error.Kind);
        Assert.Equal(ReporterState.Stopped, first!.State);
    }

    [Fact]
    public async Task Stop_that_is_cancelled_does_not_wait_for_a_report_and_says_so()
    {
        using var gate = new ManualResetEventSlim();
        using var inside = new ManualResetEventSlim();
        await using HostOfATest host = await HostOfATest.StartAsync(builder => builder.AddReporter(
            services => new MemoryReporter(new() { Name = "hanging", Registry = services.GetRequiredService<MetricRegistry>() })
            {
                OnReport = _ =>
                {
                    inside.Set();
                    gate.Wait();
                },
            }));
        Threads.WaitFor(inside);

        await host.StopTooLateAsync();

        string message = Assert.Single(host.Log.MessagesOf("Reporters"));
        Assert.Contains("The last report of 'hanging' to memory did not arrive", message, StringComparison.Ordinal);
        gate.Set();
    }

    [Fact]
    public async Task Failing_reports_are_warnings_in_the_log_with_one_for_the_last_values()
    {
        using var failed = new ManualResetEventSlim();
        await using HostOfATest host = await HostOfATest.StartAsync(builder => builder.AddReporter(services =>
        {
            var reporter = new MemoryReporter(new() { Name = "refused", Registry = services.GetRequiredService<MetricRegistry>() })
            {
                OnReport = static _ => throw new InvalidOperationException("connection refused"),
            };
            reporter.Noticed += (_, _) => failed.Set();
            return reporter;
        }));
        Threads.WaitFor(failed);

        await host.StopAsync();

        string[] messages = host.Log.MessagesOf("Reporters");
        Assert.Equal(2, messages.Length);
        Assert.All(messages, message => Assert.Contains("connection refused", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failing_report_is_a_warning_and_its_end_is_not()
    {
        int reports = 0;
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.AddReporter(services =>
            new MemoryReporter(new()
            {
                Name = "recovering",
                Interval = TimeSpan.FromMilliseconds(100),
                Registry = services.GetRequiredService<MetricRegistry>(),
            })
            {
                OnReport = _ =>
                {
                    if (Interlocked.Increment(ref reports) == 1)
                    {
                        throw new InvalidOperationException("connection refused");
                    }
                },
            }));
        Assert.True(SpinWait.SpinUntil(() => host.Log.Of("Telemetry.Reporters").Length >= 2, Threads.Patience));

        WrittenEntry[] entries = host.Log.Of("Telemetry.Reporters");

        Assert.Equal(
            [(LogLevel.Warning, 1, "ReporterProblem"), (LogLevel.Information, 2, "ReporterRecovered")],
            entries.Select(entry => (entry.Level, entry.EventId.Id, entry.EventId.Name!)));
        Assert.All(entries, entry => Assert.Equal(("recovering", "memory"), (entry["ReporterName"], entry["Target"])));
    }

    [Fact]
    public async Task Options_of_a_kind_use_services()
    {
        await using var host = new HostOfATest(static builder =>
        {
            builder.Services.AddSingleton("secret");
            builder.AddPrometheusEndpoint(static (options, services) =>
            {
                options.Port = 0;
                options.BearerToken = services.GetRequiredService<string>();
            });
        });
        await host.StartAsync();
        var endpoint = (PrometheusEndpoint)Reporter.List().Single(reporter => reporter.Registry == host.Registry);
        using var client = new HttpClient();

        using HttpResponseMessage response = await client.GetAsync(endpoint.Uri, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Function_that_returns_no_reporter_is_a_clear_error()
    {
        await using var host = new HostOfATest(static builder => builder.AddReporter(static _ => null!));

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.Contains("AddReporter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Methods_for_the_kinds_report_the_metrics_of_the_container()
    {
        using var folder = new FolderOfATest();
        using var statsD = new UdpReceiver();
        using var gateway = new StandInServer(static _ => StandInServer.Reply("200 OK"));
        using var console = new StringWriter();
        await using (HostOfATest host = await HostOfATest.StartAsync(
            builder => builder
                .AddMetrics(new MetricDefinition("order.placed.count", MetricType.Counter))
                .AddPrometheusEndpoint(static options => options.Port = 0)
                .AddTextFileReporter("metrics.prom")
                .AddJsonLinesReporter("metrics.jsonl")
                .AddStatsDReporter(options => options.Port = statsD.Port)
                .AddPushgatewayReporter(gateway.Uri, "shop")
                .AddConsoleReporter(options => options.Output = console),
            contentRoot: folder.Path))
        {
            host.Dispatcher.Execute("order.placed");
            await host.StopAsync();
        }

        Assert.Contains("order_placed_total 1", File.ReadAllText(folder.PathOf("metrics.prom")), StringComparison.Ordinal);
        Assert.Contains("order.placed.count", File.ReadAllText(folder.PathOf("metrics.jsonl")), StringComparison.Ordinal);
        Assert.Contains(statsD.Lines(), line => line.StartsWith("order.placed.count:1|c", StringComparison.Ordinal));
        Assert.Contains("order_placed_total 1", gateway.Requests[^1], StringComparison.Ordinal);
        Assert.Contains("order.placed.count", console.ToString(), StringComparison.Ordinal);
    }

    // Takes long enough for most orders to be queued when the host stops.
    private static void Bill(TelemetryDispatcher dispatcher)
    {
        Thread.SpinWait(2000);
        dispatcher.Execute("order.billed");
    }
}
