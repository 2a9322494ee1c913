using Microsoft.Extensions.Logging;
using Telemetry.Extensions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

public sealed class EventLogTests
{
    private const string Category = "Telemetry.Events";

    [Fact]
    public async Task Event_becomes_an_entry_with_its_name_and_its_values()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*"));

        host.Dispatcher.Execute(
            "order.placed", [new("duration", TimeSpan.FromMilliseconds(12.5)), new("total", 99)], [new("country", "AT")]);
        host.Dispatcher.Execute("other.event");

        WrittenEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal((Category, LogLevel.Information, "order.placed"), (entry.Category, entry.Level, entry.EventId.Name));
        Assert.Equal("order.placed duration=12.5ms total=99 country=AT", entry.Message);
        Assert.Equal(["duration", "total", "country", "{OriginalFormat}"], entry.Keys);
        Assert.Equal(TimeSpan.FromMilliseconds(12.5), entry["duration"]);
        Assert.Equal(99, entry["total"]);
        Assert.Equal("AT", entry["country"]);
        Assert.Equal("order.placed", entry["{OriginalFormat}"]);
        Assert.Null(entry.Exception);
    }

    [Fact]
    public async Task Level_category_conditions_and_message_are_those_of_the_rule()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents(
            "order.*", LogLevel.Debug, "Order {id} placed", options =>
            {
                options.Category = "Shop.Orders";
                options.Where = [new("country", "AT", "DE")];
                options.WhereNot = [new("test", true)];
            }));

        host.Dispatcher.Execute("order.placed", [], [new("id", 1), new("country", "FR")]);
        host.Dispatcher.Execute("order.placed", [], [new("id", 2), new("country", "AT"), new("test", true)]);
        host.Dispatcher.Execute("order.placed", [], [new("id", 3), new("country", "AT")]);

        WrittenEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal(("Shop.Orders", LogLevel.Debug, "Order 3 placed"), (entry.Category, entry.Level, entry.Message));
        Assert.Equal("Order {id} placed", entry["{OriginalFormat}"]);
    }

    [Fact]
    public async Task Throttle_limits_the_entries_for_each_value()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*", configure: options =>
        {
            options.Throttle = TimeSpan.FromHours(1);
            options.ThrottleBy = ["country"];
        }));

        foreach (string country in new[] { "AT", "AT", "DE", "AT" })
        {
            host.Dispatcher.Execute("order.placed", [], [new("country", country)]);
        }

        Assert.Equal(["AT", "DE"], host.Log.Entries.Select(entry => entry["country"]));
    }

    [Fact]
    public async Task Several_patterns_of_a_rule_make_one_entry_of_an_event_and_several_rules_one_each()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder
            .LogEvents(["order.*", "*.placed"], LogLevel.Debug)
            .LogEvents("order.placed", LogLevel.Warning));

        host.Dispatcher.Execute("order.placed");

        Assert.Equal([LogLevel.Debug, LogLevel.Warning], host.Log.Entries.Select(entry => entry.Level));
    }

    [Fact]
    public async Task Exception_of_a_span_is_that_of_the_entry_which_is_an_error()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*", LogLevel.Debug));
        var thrown = new InvalidOperationException("no stock");

        Assert.Throws<InvalidOperationException>(() =>
            host.Dispatcher.GetSpanSource("order.place").Run(_ => throw thrown, [new("id", 7)]));

        Assert.Equal([LogLevel.Debug, LogLevel.Error], host.Log.Entries.Select(entry => entry.Level));
        WrittenEntry failed = host.Log.Entries[1];
        Assert.Same(thrown, failed.Exception);
        Assert.Equal("order.place.exception", failed.EventId.Name);
        Assert.DoesNotContain("reason", failed.Keys);
        Assert.DoesNotContain("stacktrace", failed.Keys);
        Assert.DoesNotContain("monotonic_time", failed.Keys);
        Assert.Equal(host.Log.Entries[0]["span"], failed["span"]);
        Assert.Equal("System.InvalidOperationException", failed["kind"]);
        Assert.IsType<TimeSpan>(failed["duration"]);
    }

    [Fact]
    public async Task Level_of_exceptions_can_be_set_and_none_is_no_entry()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder
            .LogEvents("job.*", configure: options => options.ExceptionLevel = LogLevel.Critical)
            .LogEvents("sync.*", configure: options => options.ExceptionLevel = LogLevel.None)
            .LogEvents("mail.*", LogLevel.None));

        foreach (string name in new[] { "job.exception", "job.done", "sync.exception", "sync.done", "mail.exception", "mail.done" })
        {
            host.Dispatcher.Execute(name);
        }

        Assert.Equal(
            [
                ("job.exception", LogLevel.Critical), ("job.done", LogLevel.Information), ("sync.done", LogLevel.Information),
                ("mail.exception", LogLevel.Error),
            ],
            host.Log.Entries.Select(entry => (entry.EventId.Name!, entry.Level)));
    }

    [Fact]
    public async Task No_handler_is_attached_while_the_level_is_off()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*", LogLevel.Debug));
        TelemetryEvent placed = host.Dispatcher.GetEvent("order.placed");
        TelemetryEvent failed = host.Dispatcher.GetEvent("order.place.exception");
        Assert.True(placed.HasHandlers);

        host.SetLevel(Category, LogLevel.Information);

        Assert.False(placed.HasHandlers);
        Assert.True(failed.HasHandlers);

        host.SetLevel(Category, LogLevel.None);
        Assert.False(failed.HasHandlers);

        host.SetLevel(Category, LogLevel.Debug);
        host.Dispatcher.Execute("order.placed");
        Assert.Single(host.Log.Entries);
    }

    [Fact]
    public async Task Provider_with_a_level_of_its_own_is_looked_at_regularly()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*", LogLevel.Debug));
        TelemetryEvent placed = host.Dispatcher.GetEvent("order.placed");

        host.Log.MinLevel = LogLevel.Warning;
        placed.Execute(1, null);
        Assert.Empty(host.Log.Entries);
        Assert.True(placed.HasHandlers);

        host.Time.Fire();
        Assert.False(placed.HasHandlers);

        host.Log.MinLevel = LogLevel.Debug;
        host.Time.Fire();
        placed.Execute(1, null);
        Assert.Single(host.Log.Entries);
    }

    [Fact]
    public async Task Level_that_changes_during_a_check_is_compared_again()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*", LogLevel.Debug));
        TelemetryEvent placed = host.Dispatcher.GetEvent("order.placed");
        using var isCompared = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        host.Log.OnIsEnabled = () =>
        {
            host.Log.OnIsEnabled = null;
            isCompared.Set();
            Threads.WaitFor(goesOn);
        };

        Task check = Task.Run(host.Time.Fire, TestContext.Current.CancellationToken);
        Threads.WaitFor(isCompared);
        host.Log.MinLevel = LogLevel.Warning;
        host.Time.Fire();
        goesOn.Set();
        await check;

        Assert.False(placed.HasHandlers);
    }

    [Fact]
    public async Task Event_allocates_nothing_while_the_level_is_off()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*", LogLevel.Debug));
        TelemetryEvent placed = host.Dispatcher.GetEvent("order.placed");
        void Emit() => placed.Execute([new("total", 99.5), new("items", 3)], [new("country", "AT"), new("id", 12345L)]);

        // Attached still, as the provider does not notify of its level.
        host.Log.MinLevel = LogLevel.Warning;
        Assert.Equal(0, Allocated.BytesPerCall(Emit));
        Assert.True(placed.HasHandlers);

        host.Time.Fire();
        Assert.False(placed.HasHandlers);
        Assert.Equal(0, Allocated.BytesPerCall(Emit));
        Assert.Empty(host.Log.Entries);
    }

    [Fact]
    public async Task Failing_provider_harms_neither_the_emitter_nor_the_others_and_is_reported_to_them()
    {
        var other = new WrittenLog();
        await using LoggingHost host = await LoggingHost.StartAsync(
            builder => builder.LogEvents("order.*"), logging => logging.AddProvider(other));
        host.Log.OnEntry = entry => throw new IOException("disk full");

        host.Dispatcher.Execute("order.placed", [], [new("id", 1)]);
        host.Dispatcher.Execute("order.placed", [], [new("id", 2)]);

        Assert.Equal([1, 2], other.Of(Category).Select(entry => entry["id"]));
        Assert.All(other.Of("Telemetry.Handlers"), entry => Assert.Equal("order.placed", entry["EventName"]));
        Assert.Equal([1, 2], other.Of("Telemetry.Handlers").Select(entry => entry["FailuresInARow"]));

        host.Log.OnEntry = null;
        host.Dispatcher.Execute("order.placed", [], [new("id", 3)]);
        Assert.Equal(3, host.Log.Of(Category).Last()["id"]);
    }

    [Fact]
    public async Task Provider_that_throws_for_a_level_stops_neither_the_host_nor_the_others()
    {
        var other = new WrittenLog();
        await using LoggingHost host = await LoggingHost.StartAsync(
            builder => builder.LogEvents("order.*"), logging => logging.AddProvider(other));
        host.Log.OnIsEnabled = () => throw new IOException("no connection");

        host.Time.Fire();
        host.Dispatcher.Execute("order.placed");
        host.Log.OnIsEnabled = null;
        host.Dispatcher.Execute("order.placed");

        Assert.Single(other.Of(Category));
        Assert.Single(other.Of("Telemetry.Handlers"));
    }

    [Fact]
    public async Task Events_that_a_provider_emits_while_it_writes_are_not_logged()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("*"));
        host.Log.OnEntry = _ => host.Dispatcher.Execute("log.written");

        host.Dispatcher.Execute("order.placed");
        host.Log.OnEntry = null;
        host.Dispatcher.Execute("log.written");

        Assert.Equal(["order.placed", "log.written"], host.Log.Entries.Select(entry => entry.EventId.Name));
    }

    [Fact]
    public async Task Events_are_logged_until_all_other_services_are_stopped_and_not_afterwards()
    {
        LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*"));
        await using (host)
        {
            Assert.Equal(1, host.Time.Timers);
            await host.StopAsync();
        }

        host.Dispatcher.Execute("order.placed");
        host.SetLevel(Category, LogLevel.Trace);

        Assert.Empty(host.Handlers);
        Assert.Empty(host.Log.Entries);
        Assert.Equal(0, host.Time.Timers);
    }

    [Fact]
    public async Task Two_hosts_log_the_events_of_one_dispatcher()
    {
        await using LoggingHost first = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*"));
        await using LoggingHost second = await LoggingHost.StartAsync(
            builder => builder.LogEvents("order.*"), dispatcher: first.Dispatcher);

        first.Dispatcher.Execute("order.placed");

        Assert.Single(first.Log.Entries);
        Assert.Single(second.Log.Entries);
    }
}
