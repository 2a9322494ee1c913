using Microsoft.Extensions.Logging;
using Telemetry.Extensions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

[Trait("Category", "Slow")]
public sealed class EventLogRaceTests
{
    private const string Category = "Telemetry.Events";
    private const int Rounds = 300;

    [Fact]
    public async Task No_entry_is_lost_while_the_level_is_enabled_throughout()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*", LogLevel.Warning));
        TelemetryEvent placed = host.Dispatcher.GetEvent("order.placed");
        int emitted = 0;

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    host.SetLevel(Category, i % 2 == 0 ? LogLevel.Debug : LogLevel.Warning);
                    host.Time.Fire();
                }
            },
            () =>
            {
                placed.Execute(emitted, null);
                emitted++;
            });

        Assert.Equal(emitted, host.Log.Entries.Length);
    }

    [Fact]
    public async Task No_entry_is_written_after_the_level_is_off_and_none_is_lost_after_it_is_on()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*", LogLevel.Debug));
        TelemetryEvent placed = host.Dispatcher.GetEvent("order.placed");

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    host.SetLevel(Category, LogLevel.Information);
                    placed.Execute(i, [new("off", true)]);
                    host.SetLevel(Category, LogLevel.Debug);
                    Assert.True(SpinWait.SpinUntil(() => placed.HasHandlers, Threads.Patience));
                    placed.Execute(i, [new("off", false)]);
                }
            },
            // Checks at the same time, which must not undo one another.
            () => host.Time.Fire());

        Assert.Equal(Enumerable.Repeat((object?)false, Rounds), host.Log.Entries.Select(entry => entry["off"]));
    }

    [Fact]
    public async Task Level_of_a_provider_that_changes_while_others_emit_ends_in_its_last_state()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*", LogLevel.Debug));
        TelemetryEvent placed = host.Dispatcher.GetEvent("order.placed");

        for (int i = 0; i < Rounds; i++)
        {
            LogLevel last = i % 2 == 0 ? LogLevel.Warning : LogLevel.Debug;
            Threads.Run(
                () =>
                {
                    host.Log.MinLevel = last;
                    host.Time.Fire();
                },
                host.Time.Fire,
                () => placed.Execute(1, null));
            Assert.Equal(last == LogLevel.Debug, placed.HasHandlers);
        }
    }
}
