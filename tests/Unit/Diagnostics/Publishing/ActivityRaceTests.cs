using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Spans that start and end on several threads, in any order, while publications come and go: the current activity is never
/// one that has stopped, and each span has one activity.</summary>
[Trait("Category", "Slow")]
public sealed class ActivityRaceTests : IDisposable
{
    private const int Workers = 3;

    private readonly string _prefix = $"t{Guid.NewGuid():N}";
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly ActivityRecorder _recorder;
    private readonly ActivityPublication _publication;

    public ActivityRaceTests()
    {
        _recorder = new ActivityRecorder(_prefix);
        _publication = _dispatcher.PublishActivities();
    }

    public void Dispose()
    {
        _publication.Dispose();
        _recorder.Dispose();
        Activity.Current = null;
    }

    [Fact]
    public void Hard9_spans_of_two_publications_that_end_on_other_threads_in_any_order_have_one_activity_each()
    {
        const int Rounds = 3000;
        using ActivityPublication second = _dispatcher.PublishActivities();
        var meeting = new SpinMeeting(Workers);
        var spans = new TelemetrySpan[Workers, 2];
        Threads.Run(Workers, thread =>
        {
            TelemetrySpanSource source = _dispatcher.GetSpanSource($"{_prefix}.job{thread}");
            for (int i = 0; i < Rounds; i++)
            {
                Activity outside = new Activity("outside").Start();
                spans[thread, 0] = source.Start();
                spans[thread, 1] = source.Start(parent: spans[thread, 0]);
                Assert.Same(outside, Activity.Current!.Parent!.Parent);
                meeting.Meet(2 * i);

                // Those of the next thread, the outer one first in every other round. Another thread stops the own ones meanwhile.
                Activity own = Activity.Current;
                int other = (thread + 1) % Workers;
                spans[other, i % 2].Stop();
                spans[other, 1 - (i % 2)].Stop();
                Assert.True(Activity.Current == own || Activity.Current == own.Parent || Activity.Current == outside);
                meeting.Meet((2 * i) + 1);

                // Both have stopped by now, and the next span takes neither as its parent.
                TelemetrySpan next = source.Start();
                Assert.Same(outside, Activity.Current.Parent);
                Assert.False(Activity.Current.IsStopped);
                next.Stop();
                Assert.Same(outside, Activity.Current);
                outside.Stop();
            }
        });

        AssertOneEndEach(Workers * Rounds * 3);
        Assert.Equal((0L, 0L), (_publication.Dropped, second.Dropped));
    }

    [Fact]
    public void Hard9_span_that_two_threads_end_has_one_end()
    {
        const int Rounds = 5000;
        using ActivityPublication second = _dispatcher.PublishActivities();
        TelemetryEvent stop = _dispatcher.GetEvent($"{_prefix}.job.stop");
        TelemetryEvent start = _dispatcher.GetEvent($"{_prefix}.job.start");
        var meeting = new SpinMeeting(2);
        Threads.Run(2, thread =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                if (thread == 0)
                {
                    // That of the last round may still be current, as the other thread may have stopped it after all events here.
                    start.Execute([], [new("telemetry_span_context", i)]);
                    Assert.Null(Activity.Current!.Parent);
                }

                meeting.Meet(2 * i);
                stop.Execute([], [new("telemetry_span_context", i)]);
                meeting.Meet((2 * i) + 1);
            }
        });

        AssertOneEndEach(Rounds);
    }

    [Fact]
    public async Task Hard9_asynchronous_spans_have_their_own_current_activity_while_publications_come_and_go()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var done = new CancellationTokenSource();
        Task churn = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    using ActivityPublication coming = _dispatcher.PublishActivities($"{_prefix}.*");
                }
            },
            cancellation);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(
            async () =>
            {
                TelemetrySpanSource source = _dispatcher.GetSpanSource($"{_prefix}.job{i}");
                for (int round = 0; round < 1000; round++)
                {
                    await source.RunAsync(async outer =>
                    {
                        Activity mine = Activity.Current!;
                        await source.RunAsync(async _ =>
                        {
                            await Task.Yield();
                            Assert.Equal(mine.SpanId, Activity.Current!.ParentSpanId);
                        });
                        Assert.Same(mine, Activity.Current);
                        Assert.False(mine.IsStopped);
                    });
                    Assert.Null(Activity.Current);
                }
            },
            cancellation)));
        await done.CancelAsync();
        await churn;

        // The publication that is there all the time is called first.
        AssertOneEndEach(4 * 1000 * 2);
        Assert.Equal(0, _publication.Dropped);
        Assert.All(_recorder.Stopped, activity => Assert.True(activity.Recorded));
    }

    [Fact]
    public void O4_activities_of_publications_that_end_are_kept_by_one_that_publishes_their_spans()
    {
        // Publications that come and go are called before this one, so that they own most activities.
        _publication.Dispose();
        ActivityPublication current = _dispatcher.PublishActivities();
        long dropped = 0;
        long spans = 0;
        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 3000; i++)
                {
                    ActivityPublication next = _dispatcher.PublishActivities($"{_prefix}.*");
                    current.Dispose();
                    dropped += current.Dropped;
                    current = next;
                }
            },
            Work,
            Work);
        current.Dispose();

        Assert.Equal((0L, 0), (dropped + current.Dropped, current.Open));
        AssertOneEndEach((int)spans);

        void Work()
        {
            TelemetrySpanSource source = _dispatcher.GetSpanSource($"{_prefix}.job");
            TelemetrySpan outer = source.Start();
            TelemetrySpan inner = source.Start(parent: outer);
            outer.Stop();
            inner.Stop();
            Assert.Null(Activity.Current);
            Interlocked.Add(ref spans, 2);
        }
    }

    [Fact]
    public void O4_what_is_open_is_stopped_once_while_spans_end()
    {
        using ActivityPublication second = _dispatcher.PublishActivities();
        long stopped = 0;
        long spans = 0;
        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 20_000; i++)
                {
                    stopped += second.StopOpen("over");
                }
            },
            Work,
            Work);

        Assert.Equal(stopped, _recorder.Stopped.Count(activity => activity.StatusDescription == "over"));
        AssertOneEndEach((int)spans);
        Assert.Equal((0, 0), (_publication.Open, second.Open));

        void Work()
        {
            TelemetrySpanSource source = _dispatcher.GetSpanSource($"{_prefix}.job");
            Activity.Current = null;
            TelemetrySpan outer = source.Start();
            source.Run(_ => { });
            outer.Stop();
            Interlocked.Add(ref spans, 2);
        }
    }

    private void AssertOneEndEach(int spans)
    {
        Assert.Equal((spans, spans), (_recorder.Started.Length, _recorder.Stopped.Length));
        Assert.Equal(spans, _recorder.Stopped.Distinct().Count());
        Assert.Equal(0, _publication.Open);
    }
}
