using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class ThrottleRaceTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public void Of_several_threads_one_makes_the_call(string? key)
    {
        const int Count = 4, Rounds = 200;
        for (int round = 0; round < Rounds; round++)
        {
            HandlerRegistration handler = _dispatcher.Attach(
                "h",
                "a",
                Handlers.Nothing,
                options: new()
                {
                    Throttle = TimeSpan.FromHours(1),
                    ThrottleBy = key is null ? [] : [key],
                    CollectsStatistics = true,
                });
            var meeting = new SpinMeeting(Count);

            Threads.Run(Count, _ =>
            {
                meeting.Meet(0);
                _dispatcher.Execute("a");
            });
            handler.Dispose();

            Assert.Equal((1, Count - 1), (handler.Statistics!.Calls, handler.Statistics.Throttled));
        }
    }
}
