using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Who interrupts a thread means what the thread does, and no handler that happens to run there.</summary>
public sealed class InterruptTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly List<string> _calls = [];

    public InterruptTests() => _dispatcher.HandlerFailed += (_, failure) => _calls.Add($"{failure.Handler.Id} failed");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Interruption_of_the_emitting_thread_reaches_the_emitter_and_the_handler_stays(int depth)
    {
        _dispatcher.Attach("outer", "e2", (in _, _) => _dispatcher.Execute("e1"));
        _dispatcher.Attach("waiting", "e1", WaitInterrupted);
        _dispatcher.Attach("next", "e1", Handlers.Writes(_calls, "next ran"));

        Assert.Throws<ThreadInterruptedException>(() => _dispatcher.Execute($"e{depth}"));

        Assert.Equal(["outer", "waiting", "next"], _dispatcher.Ids());
        Assert.Empty(_calls);
    }

    [Fact]
    public void Thread_that_is_interrupted_from_another_one_emits_again_as_before()
    {
        using var inside = new ManualResetEventSlim();
        using var never = new ManualResetEventSlim();
        Thread? emitter = null;
        bool waits = true;
        _dispatcher.Attach("waiting", "e", (in _, _) =>
        {
            inside.Set();
            if (waits)
            {
                never.Wait(Threads.Patience);
            }
        });
        Exception? caught = null;

        Threads.Run(
            () =>
            {
                emitter = Thread.CurrentThread;
                caught = Record.Exception(() => _dispatcher.Execute("e"));
                waits = false;
                _dispatcher.Execute("e");
            },
            () =>
            {
                Threads.WaitFor(inside);
                emitter!.Interrupt();
            });

        Assert.IsType<ThreadInterruptedException>(caught);
        Assert.Equal(["waiting"], _dispatcher.Ids());
        Assert.Empty(_calls);
    }

    [Fact]
    public void Interruption_out_of_a_filter_passes_too()
    {
        _dispatcher.Attach("h", "e", Handlers.Nothing, options: new()
        {
            Filter = (in data, config) =>
            {
                WaitInterrupted(in data, config);
                return true;
            },
            FailurePolicy = FailurePolicy.DetachAfter(2),
        });

        Assert.Throws<ThreadInterruptedException>(() => _dispatcher.Execute("e"));

        Assert.True(_dispatcher.TryGetHandler("h", out HandlerRegistration? handler));
        Assert.Equal(0, handler!.FailuresInARow);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Interruption_out_of_a_subscriber_passes_when_all_were_told(bool ofDetached)
    {
        HandlerRegistration failing = _dispatcher.Attach("failing", "e", Handlers.Failing);
        if (ofDetached)
        {
            failing.Detached += (_, _) => WaitInterrupted();
            failing.Detached += (_, _) => _calls.Add("told of detaching");
        }
        else
        {
            _dispatcher.HandlerFailed += (_, _) => WaitInterrupted();
            _dispatcher.HandlerFailed += (_, _) => _calls.Add("told of failure");
        }

        Assert.Throws<ThreadInterruptedException>(() => _dispatcher.Execute("e"));

        Assert.Equal(
            ofDetached ? ["told of detaching", "failing failed"] : ["failing failed", "told of failure"], _calls);
    }

    [Fact]
    public void Interruption_of_a_span_passes_and_the_span_has_failed()
    {
        var recorder = new Recorder();
        TelemetrySpanSource source = _dispatcher.GetSpanSource("job");
        _dispatcher.Attach("h", "job.exception", recorder.Handle);

        Assert.Throws<ThreadInterruptedException>(() => source.Run(_ => WaitInterrupted()));

        Assert.Equal(typeof(ThreadInterruptedException).FullName, recorder.Single().Metadata["kind"].ToString());
    }

    private static void WaitInterrupted(in EventData data, object? config) => WaitInterrupted();

    private static void WaitInterrupted()
    {
        Thread.CurrentThread.Interrupt();
        Thread.Sleep(Timeout.Infinite);
    }
}
