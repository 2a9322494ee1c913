using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class OnceRaceTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_several_threads_one_makes_the_call(bool isBuffered)
    {
        const int Rounds = 300, Count = 4;
        for (int round = 0; round < Rounds; round++)
        {
            int calls = 0, detached = 0;
            using var ended = new ManualResetEventSlim();
            HandlerRegistration handler = _dispatcher.Attach(
                "h",
                "e",
                (in _, _) => Interlocked.Increment(ref calls),
                options: new() { Once = true, Buffer = isBuffered ? new() : null });
            handler.Detached += (_, _) =>
            {
                Interlocked.Increment(ref detached);
                ended.Set();
            };
            var meeting = new SpinMeeting(Count);

            Threads.Run(Count, _ =>
            {
                meeting.Meet(0);
                _dispatcher.Execute("e");
            });
            Threads.WaitFor(ended);

            Assert.Equal((1, 1), (calls, detached));
        }
    }

    /// <summary>A handler that is replaced during an emit may have the event still to come, and its successor has not.</summary>
    [Fact]
    public void Replacing_loses_no_event()
    {
        for (int round = 0; round < 300; round++)
        {
            int calls = 0;
            var meeting = new SpinMeeting(2);
            var options = new HandlerOptions { Once = true };
            _dispatcher.Attach("h", "e", Count, options: options);

            Threads.Run(
                () =>
                {
                    meeting.Meet(0);
                    _dispatcher.Execute("e");
                },
                () =>
                {
                    meeting.Meet(0);
                    _dispatcher.Replace("h", "e", Count, options: options);
                });

            Assert.Equal(1, calls);
            if (_dispatcher.TryGetHandler("h", out HandlerRegistration? left))
            {
                left.Dispose();
            }

            void Count(in EventData data, object? config) => Interlocked.Increment(ref calls);
        }
    }
}
