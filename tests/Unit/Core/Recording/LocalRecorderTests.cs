using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class LocalRecorderTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public async Task P5_keeps_what_its_own_flow_emits_across_tasks_threads_and_awaits()
    {
        using EventRecorder recorder = EventRecorder.StartLocal(_dispatcher);

        _dispatcher.Execute("here");
        await Task.Run(() => _dispatcher.Execute("task"), TestContext.Current.CancellationToken);
        await Task.Yield();
        _dispatcher.Execute("after.await");
        Threads.Run(() => _dispatcher.Execute("thread"));

        Assert.Equal(["here", "task", "after.await", "thread"], recorder.Records.Select(record => record.EventName.ToString()));
    }

    [Fact]
    public void P5_keeps_nothing_that_others_emit()
    {
        using var recorderIsThere = new ManualResetEventSlim();
        using var otherIsDone = new ManualResetEventSlim();
        EventRecorder? recorder = null;

        Threads.Run(
            () =>
            {
                using (recorder = EventRecorder.StartLocal(_dispatcher))
                {
                    recorderIsThere.Set();
                    Threads.WaitFor(otherIsDone);
                    _dispatcher.Execute("mine");
                }
            },
            () =>
            {
                Threads.WaitFor(recorderIsThere);
                _dispatcher.Execute("others");
                Assert.True(_dispatcher.HasHandlers("others"));
                otherIsDone.Set();
            });

        Assert.Equal("mine", Assert.Single(recorder!.Records).EventName.ToString());
    }

    [Fact]
    public async Task P5_flows_beside_each_other_each_keep_their_own()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (int round = 0; round < 200; round++)
            {
                using EventRecorder recorder = EventRecorder.StartLocal(_dispatcher, "job.*");
                _dispatcher.Execute("job.start", worker);
                await Task.Yield();
                await Task.Run(() => _dispatcher.Execute("job.stop", worker));

                Assert.Equal(
                    [$"job.start {{ value = {worker} }} {{ }}", $"job.stop {{ value = {worker} }} {{ }}"],
                    recorder.Records.Select(record => record.ToString()));
            }
        })));

        Assert.Empty(_dispatcher.List());
    }

    [Fact]
    public void P5_recorders_of_one_flow_end_in_any_order()
    {
        EventRecorder outer = EventRecorder.StartLocal(_dispatcher);
        EventRecorder inner = EventRecorder.StartLocal(_dispatcher);
        _dispatcher.Execute("both");
        outer.Dispose();
        _dispatcher.Execute("inner");
        inner.Dispose();
        _dispatcher.Execute("none");

        Assert.Equal(["both"], outer.Records.Select(record => record.EventName.ToString()));
        Assert.Equal(["both", "inner"], inner.Records.Select(record => record.EventName.ToString()));
    }

    [Fact]
    public void P5_flow_is_left_as_it_was()
    {
        ExecutionContext? before = null;
        ExecutionContext? during = null;
        ExecutionContext? after = null;

        // On a thread that nothing flows into: the flow is then one and the same object again when nothing is left in it.
        var thread = new Thread(() =>
        {
            before = ExecutionContext.Capture();
            using (EventRecorder.StartLocal(_dispatcher))
            {
                during = ExecutionContext.Capture();
            }

            after = ExecutionContext.Capture();
        });
        thread.UnsafeStart();
        thread.Join();

        Assert.NotSame(before, during);
        Assert.Same(before, after);
    }

    [Fact]
    public async Task P5_task_that_outlives_the_recorder_is_not_recorded()
    {
        using var end = new SemaphoreSlim(0);
        EventRecorder recorder = EventRecorder.StartLocal(_dispatcher);
        Task late = Task.Run(async () =>
        {
            await end.WaitAsync(CancellationToken.None);
            _dispatcher.Execute("late");
        }, CancellationToken.None);

        recorder.Dispose();
        using EventRecorder next = EventRecorder.StartLocal(_dispatcher);
        end.Release();
        await late;

        Assert.Empty(recorder.Records);
        Assert.Empty(next.Records);
    }
}
