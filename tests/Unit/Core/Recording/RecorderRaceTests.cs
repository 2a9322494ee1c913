using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class RecorderRaceTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    /// <summary>The promise: once Dispose has returned nothing comes in, not even from an emit that was under way.</summary>
    [Fact]
    public void P5_nothing_comes_in_after_the_end()
    {
        const int Recorders = 2_000;
        var ended = new List<(EventRecorder Recorder, int Count)>();

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < Recorders; i++)
                {
                    EventRecorder recorder = EventRecorder.Start(_dispatcher);
                    recorder.Dispose();
                    ended.Add((recorder, recorder.Count));
                }
            },
            () => _dispatcher.Execute("e"),
            () => _dispatcher.Execute("e"));

        Assert.Equal(0, ended.Count(end => end.Recorder.Count != end.Count));
        Assert.Empty(_dispatcher.List());
    }

    [Fact]
    public void P5_records_and_clears_while_events_come_in()
    {
        const int Emits = 20_000;
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        long last = -1;

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < Emits; i++)
                {
                    _dispatcher.Execute("e", i);
                }
            },
            () =>
            {
                IReadOnlyList<EventRecord> records = recorder.Records;
                recorder.Clear();
                foreach (EventRecord record in records)
                {
                    Assert.True(record.Measurements["value"].TryGetInt64(out long value));
                    Assert.InRange(value, last + 1, Emits);
                    last = value;
                }
            });

        recorder.Clear();
        Assert.Empty(recorder.Records);
    }

    [Fact]
    public void P5_every_event_of_every_thread_is_kept_once()
    {
        const int Emits = 5_000;
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);

        Threads.Run(4, worker =>
        {
            for (int i = 0; i < Emits; i++)
            {
                _dispatcher.Execute($"worker.{worker}", i);
            }
        });

        Assert.Equal(4 * Emits, recorder.Count);
        for (int worker = 0; worker < 4; worker++)
        {
            Assert.Equal(
                Enumerable.Range(0, Emits).Select(i => (MeasurementValue)i),
                recorder.Named($"worker.{worker}").Select(record => record.Measurements["value"]));
        }
    }
}
