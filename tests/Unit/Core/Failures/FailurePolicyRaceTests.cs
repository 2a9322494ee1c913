using System.Collections.Concurrent;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class FailurePolicyRaceTests
{
    private const int Emitters = 4;

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _reports = new();
    private readonly ConcurrentQueue<HandlerFailure> _told = new();

    public FailurePolicyRaceTests()
    {
        _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, _reports.Handle);
        _dispatcher.HandlerFailed += (_, failure) => _told.Enqueue(failure);
    }

    /// <summary>The promise: however many emits it fails in at once, a handler is detached once, and one report says
    /// so; those before say otherwise.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void P1_handler_that_fails_on_many_threads_is_detached_once_and_one_report_says_so(int maxFailures)
    {
        const int Rounds = 100;
        var options = new HandlerOptions { FailurePolicy = FailurePolicy.DetachAfter(maxFailures) };
        int detached = 0;
        for (int round = 1; round <= Rounds; round++)
        {
            HandlerRegistration handler = _dispatcher.AttachMany("failing", ["a", "b"], Handlers.Failing, options: options);
            handler.Detached += (_, _) => Interlocked.Increment(ref detached);

            Threads.Run(Emitters, emitter =>
            {
                for (int i = 0; i < maxFailures; i++)
                {
                    _dispatcher.Execute((emitter + i) % 2 == 0 ? "a" : "b");
                }
            });

            Assert.Equal(round, detached);
            Assert.True(handler.LastFailure!.WasDetached);
            Assert.Same(handler, Assert.Single(_dispatcher.ListDetached()));
        }

        HandlerFailure[] last = [.. _told.Where(failure => failure.WasDetached)];
        Assert.Equal(Rounds, last.Length);
        Assert.All(last, failure => Assert.InRange(failure.FailuresInARow, maxFailures, int.MaxValue));
        Assert.All(_told.Except(last), failure => Assert.InRange(failure.FailuresInARow, 1, maxFailures - 1));
        Assert.Equal(_told.Count, _reports.Count);
        Assert.Equal(Rounds, _reports.Records.Count(report => report.Metadata["detached"].ToObject() is true));
    }

    [Fact]
    public void P1_each_failure_of_a_kept_handler_is_counted_and_reported()
    {
        const int Failures = 2_000;
        HandlerRegistration handler = _dispatcher.Attach(
            "kept", "e", Handlers.Failing, options: new() { FailurePolicy = FailurePolicy.Keep, CollectsStatistics = true });

        Threads.Run(Emitters, _ =>
        {
            for (int i = 0; i < Failures; i++)
            {
                _dispatcher.Execute("e");
            }
        });

        Assert.True(handler.IsAttached);
        Assert.Equal(Emitters * Failures, handler.FailuresInARow);
        Assert.Equal(Emitters * Failures, handler.Statistics!.Failures);
        Assert.Equal(Emitters * Failures, _reports.Count);
        Assert.Equal(
            Enumerable.Range(1, Emitters * Failures),
            _told.Select(failure => failure.FailuresInARow).Order());
    }

    /// <summary>The promise: an id that is attached is not among those that are gone, and one that failed is among them
    /// unless its id is in use.</summary>
    [Fact]
    public void P1_id_is_either_attached_or_listed_as_detached()
    {
        const int Rounds = 500;
        for (int round = 0; round < Rounds; round++)
        {
            using var both = new Barrier(2);
            HandlerRegistration? newer = null;
            _dispatcher.Attach("id", "e", (in _, _) =>
            {
                Threads.MeetAt(both);
                throw new InvalidOperationException("boom");
            });

            Threads.Run(
                () => _dispatcher.Execute("e"),
                () =>
                {
                    Threads.MeetAt(both);
                    newer = _dispatcher.Replace("id", [EventName.Parse("e")], Handlers.Nothing);
                });

            Assert.Empty(_dispatcher.ListDetached());
            Assert.True(newer!.IsAttached);
            Assert.Null(newer.LastFailure);
            newer.Dispose();
        }
    }
}
