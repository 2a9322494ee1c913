using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

public sealed class FailureLogTests
{
    private const string Category = "Telemetry.Handlers";

    [Fact]
    public async Task Failed_handler_is_an_error_with_its_id_event_and_exception()
    {
        await using LoggingHost host = await LoggingHost.StartAsync();
        var thrown = new InvalidOperationException("no connection");
        host.Dispatcher.Attach("mailer", "order.placed", (in _, _) => throw thrown);

        host.Dispatcher.Execute("order.placed");

        WrittenEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal((Category, LogLevel.Error, "HandlerDetached"), (entry.Category, entry.Level, entry.EventId.Name));
        Assert.Equal("Handler 'mailer' failed at event 'order.placed' and was detached: no connection", entry.Message);
        Assert.Same(thrown, entry.Exception);
        Assert.Equal("mailer", entry["HandlerId"]);
        Assert.Equal("order.placed", entry["EventName"]);
        Assert.Equal(1, entry["FailuresInARow"]);
        Assert.Equal(true, entry["WasDetached"]);
        Assert.DoesNotContain("HandlerStackTrace", entry.Keys);
    }

    [Fact]
    public async Task Failure_of_a_handler_that_stays_is_a_warning_with_the_number_in_a_row()
    {
        await using LoggingHost host = await LoggingHost.StartAsync();
        host.Dispatcher.Attach(
            "mailer", "order.placed", Handlers.Failing, new HandlerOptions { FailurePolicy = FailurePolicy.DetachAfter(3) });

        for (int i = 0; i < 4; i++)
        {
            host.Dispatcher.Execute("order.placed");
        }

        Assert.Equal([LogLevel.Warning, LogLevel.Warning, LogLevel.Error], host.Log.Entries.Select(entry => entry.Level));
        Assert.Equal("Handler 'mailer' failed at event 'order.placed', 2 in a row: boom", host.Log.Entries[1].Message);
        Assert.Equal("HandlerFailed", host.Log.Entries[1].EventId.Name);
        Assert.Equal([1, 2, 3], host.Log.Entries.Select(entry => entry["FailuresInARow"]));
    }

    [Fact]
    public async Task Each_failure_is_an_entry_and_most_of_a_long_row_have_the_level_debug()
    {
        await using LoggingHost host = await LoggingHost.StartAsync();
        host.Dispatcher.Attach(
            "mailer", "order.placed", Handlers.Failing, new HandlerOptions { FailurePolicy = FailurePolicy.KeepAlways });

        for (int i = 0; i < 1_000; i++)
        {
            host.Dispatcher.Execute("order.placed");
        }

        Assert.Equal(1_000, host.Log.Entries.Length);
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 1_000],
            host.Log.Entries.Where(entry => entry.Level == LogLevel.Warning).Select(entry => entry["FailuresInARow"]));
        Assert.Equal(988, host.Log.Entries.Count(entry => entry.Level == LogLevel.Debug));
    }

    [Fact]
    public async Task Failure_in_another_language_shows_its_own_stack()
    {
        await using LoggingHost host = await LoggingHost.StartAsync();
        var reason = new InvalidOperationException("inner");
        host.Dispatcher.Attach("script", "order.placed", (in _, _) =>
            throw new HandlerFaultException("A script failed.", reason, "at <ScriptBlock>, /handlers/mail.ps1: line 3"));

        host.Dispatcher.Execute("order.placed");

        WrittenEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal(
            "Handler 'script' failed at event 'order.placed' and was detached: A script failed.\n"
            + "at <ScriptBlock>, /handlers/mail.ps1: line 3",
            entry.Message);
        Assert.Equal("at <ScriptBlock>, /handlers/mail.ps1: line 3", entry["HandlerStackTrace"]);
        Assert.Same(reason, entry.Exception);
    }

    [Fact]
    public async Task Failing_provider_does_not_reach_the_emitter_and_the_failure_is_in_the_trace()
    {
        using var trace = new TraceLines();
        await using LoggingHost host = await LoggingHost.StartAsync();
        host.Log.OnEntry = _ => throw new IOException("disk full");
        string id = $"mailer-{Guid.NewGuid():N}";
        host.Dispatcher.Attach(id, "order.placed", Handlers.Failing);

        host.Dispatcher.Execute("order.placed");

        Assert.Single(trace.With(id));
    }

    [Fact]
    public async Task Provider_that_emits_an_event_whose_handler_fails_causes_no_loop()
    {
        await using LoggingHost host = await LoggingHost.StartAsync();
        host.Log.OnEntry = _ => host.Dispatcher.Execute("log.written");
        host.Dispatcher.Attach(
            "kept", "log.written", Handlers.Failing, new HandlerOptions { FailurePolicy = FailurePolicy.KeepAlways });
        host.Dispatcher.Attach("mailer", "order.placed", Handlers.Failing);

        host.Dispatcher.Execute("order.placed");

        Assert.Equal(["mailer", "kept"], host.Log.Entries.Select(entry => entry["HandlerId"]));
    }

    [Fact]
    public async Task Provider_that_emits_an_event_whose_buffered_handler_fails_causes_no_endless_row()
    {
        await using LoggingHost host = await LoggingHost.StartAsync();
        host.SetLevel(Category, LogLevel.Information);
        host.Log.OnEntry = _ => host.Dispatcher.Execute("log.written");
        HandlerRegistration kept = host.Dispatcher.Attach("kept", "log.written", Handlers.Failing, new HandlerOptions
        {
            FailurePolicy = FailurePolicy.KeepAlways,
            Buffer = new HandlerBuffer(),
        });

        host.Dispatcher.Execute("log.written");
        SpinWait.SpinUntil(() => kept.FailuresInARow == 11 && kept.BufferStatistics!.Queued == 0, Threads.Patience);
        kept.Dispose();

        // The eleventh is not written, so it causes no further event.
        Assert.Equal(11, kept.FailuresInARow);
        Assert.Equal(10, host.Log.Entries.Length);
    }

    [Fact]
    public async Task Failures_are_logged_from_before_the_start_of_other_services_to_after_their_stop()
    {
        LoggingHost host = await LoggingHost.StartAsync(builder => builder.Services.AddHostedService<FailingAtBothEnds>());
        await using (host)
        {
            await host.StopAsync();
        }

        host.Dispatcher.Attach("late", "too.late", Handlers.Failing);
        host.Dispatcher.Execute("too.late");

        Assert.Equal(["service.start", "service.stop"], host.Log.Entries.Select(entry => entry["EventName"]));
    }

    [Fact]
    public async Task Problem_of_a_metric_has_its_name_its_event_and_its_exception()
    {
        await using LoggingHost host = await LoggingHost.StartAsync();
        var thrown = new InvalidOperationException("no filter");
        host.Services.GetRequiredService<MetricRegistry>().Add(
            new("order.placed.count", MetricType.Counter) { Keep = (in EventData _) => throw thrown });

        host.Dispatcher.Execute("order.placed");

        WrittenEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal((1, "MetricProblem"), (entry.EventId.Id, entry.EventId.Name));
        Assert.Equal("order.placed.count", entry["MetricName"]);
        Assert.Equal("FilterFailed", entry["Problem"]);
        Assert.Equal("order.placed", entry["EventName"]);
        Assert.Equal(entry.Message, entry["Notice"]);
        Assert.Same(thrown, entry.Exception);
    }

    [Fact]
    public async Task Problem_of_a_metric_is_a_warning()
    {
        await using LoggingHost host = await LoggingHost.StartAsync();
        host.Services.GetRequiredService<MetricRegistry>().Add(new("order.placed.total", MetricType.Sum));

        host.Dispatcher.Execute("order.placed");
        host.Dispatcher.Execute("order.placed");

        WrittenEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal(("Telemetry.Metrics", LogLevel.Warning), (entry.Category, entry.Level));
        Assert.Contains("order.placed.total", entry.Message, StringComparison.Ordinal);
    }

    private sealed class FailingAtBothEnds(TelemetryDispatcher dispatcher) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Fail("service.start");

        public Task StopAsync(CancellationToken cancellationToken) => Fail("service.stop");

        private Task Fail(string name)
        {
            using HandlerRegistration handler = dispatcher.Attach(name, name, Handlers.Failing);
            dispatcher.Execute(name);
            return Task.CompletedTask;
        }
    }
}
