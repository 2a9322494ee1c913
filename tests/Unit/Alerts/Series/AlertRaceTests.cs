using Telemetry.Alerts;
using Telemetry.Tests.Support;
using static Telemetry.Tests.Support.AlertsOfATest;

namespace Telemetry.Tests.Alerts;

[Trait("Category", "Slow")]
public sealed class AlertRaceTests
{
    private const int Rounds = 300;
    private const int ThreadCount = 8;
    private const int EventsOfAThread = 25;

    [Fact]
    public void Threshold_that_eight_threads_reach_together_is_reached_once()
    {
        for (int round = 0; round < Rounds; round++)
        {
            using var test = new AlertsOfATest();
            Alert alert = test.Add(new("a")
            {
                Events = Patterns("fail"), Tags = ["target"], Count = ThreadCount * EventsOfAThread, Within = Minutes(5),
            });

            Threads.Run(ThreadCount, _ => test.Fail("a", EventsOfAThread));

            Assert.Equal([$"Raised a {ThreadCount * EventsOfAThread}"], test.Notifications());
            Assert.Equal([$"raise a {ThreadCount * EventsOfAThread}"], test.Events);
            Assert.Equal(ThreadCount * EventsOfAThread, alert.Count);
        }
    }

    [Fact]
    public void Changes_of_many_threads_are_told_in_turn()
    {
        using var test = new AlertsOfATest();
        test.Add(new("a") { Events = Patterns("fail"), Tags = ["target"], ClearOn = Patterns("ok") });

        Threads.Run(ThreadCount, index =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                test.Emit(index % 2 == 0 ? "fail" : "ok", "a", 1);
            }
        });

        string[] states = [.. test.Notifications().Select(text => text.Split(' ')[0])];
        Assert.All(
            states.Select((state, index) => (state, index)), one => Assert.Equal(one.index % 2 == 0 ? "Raised" : "Cleared", one.state));
        Assert.Equal(states.Select(state => state == "Raised" ? "raise" : "clear"), test.Events.Select(text => text.Split(' ')[0]));
    }

    [Fact]
    public void Removing_while_others_emit_leaves_nothing_behind()
    {
        for (int round = 0; round < Rounds; round++)
        {
            using var test = new AlertsOfATest();
            Alert alert = test.Add(new("a") { Events = Patterns("fail"), ClearOn = Patterns("ok"), Tags = ["target"] });

            Threads.RunDuring(alert.Dispose, () => test.Fail(), () => test.Succeed(), test.Registry.Check);

            Assert.Empty(test.Registry.List());
            Assert.DoesNotContain(
                test.Dispatcher.List(), entry => entry.Registration.Id.StartsWith("telemetry.alerts", StringComparison.Ordinal));
        }
    }
}
