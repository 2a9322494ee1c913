using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

[Trait("Category", "Slow")]
public sealed class CellRaceTests : IDisposable
{
    private const int Workers = 4;
    private const int Collections = 1_000;

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;

    public CellRaceTests() => _registry = new MetricRegistry(_dispatcher);

    public void Dispose() => _registry.Dispose();

    [Theory]
    [InlineData(MetricType.Counter, Workers)]
    [InlineData(MetricType.Sum, Workers)]
    [InlineData(MetricType.Distribution, Workers)]
    [InlineData(MetricType.Summary, Workers)]
    [InlineData(MetricType.Sum, 1)]
    [InlineData(MetricType.Distribution, 1)]
    [InlineData(MetricType.Summary, 1)]
    public void M12_readings_under_load_never_go_down_and_their_numbers_agree(MetricType type, int workers)
    {
        Metric metric = _registry.Add(new("a.n", type) { Buckets = type == MetricType.Distribution ? [1, 3, 10] : [] });
        TelemetryEvent handle = _dispatcher.GetEvent("a");
        long emitted = 1;
        long before = 0;
        int read = 0;

        // A summary exists from its first value on.
        handle.Execute([new("n", 2)], []);
        Threads.RunDuring(
            () =>
            {
                for (; read < Collections; read++)
                {
                    SeriesReading reading = Assert.Single(metric.Read().Series);
                    Assert.True(reading.Count >= before, $"{reading.Count} after {before}");
                    before = reading.Count;
                    CheckAgreement(type, reading);
                }
            },
            [.. Enumerable.Repeat<Action>(
                () =>
                {
                    for (int i = 0; i < 500; i++)
                    {
                        handle.Execute([new("n", 2)], []);
                    }

                    Interlocked.Add(ref emitted, 500);
                },
                workers)]);

        SeriesReading last = Assert.Single(metric.Read().Series);
        Assert.Equal(emitted, last.Count);
        CheckAgreement(type, last);
    }

    [Theory]
    [InlineData(MetricType.Counter)]
    [InlineData(MetricType.Sum)]
    public void M12_first_collisions_of_threads_lose_nothing(MetricType type)
    {
        const int Rounds = 3_000;
        const int Emits = 60;
        Metric metric = _registry.Add(new("a.n", type));
        TelemetryEvent handle = _dispatcher.GetEvent("a");
        long lost = 0;
        using var meeting = new Barrier(Workers, _ =>
        {
            lost += metric.Recorded % (Workers * Emits);
            metric.Reset();
        });

        Threads.Run(Workers, _ =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                Threads.MeetAt(meeting);
                for (int i = 0; i < Emits; i++)
                {
                    handle.Execute([new("n", 1)], []);
                }
            }
        });

        Assert.Equal(0, lost);
    }

    [Fact]
    public void M12_last_value_is_whole_under_load()
    {
        Metric metric = _registry.Add(new("a.n", MetricType.LastValue));
        TelemetryEvent handle = _dispatcher.GetEvent("a");
        handle.Execute([new("n", 0)], []);

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < Collections; i++)
                {
                    SeriesReading reading = Assert.Single(metric.Read().Series);
                    Assert.True(reading.Value.TryGetDouble(out double value));
                    Assert.Contains(value, (double[])[0, 1, 0.5]);
                }
            },
            () => handle.Execute([new("n", 1)], []),
            () => handle.Execute([new("n", 0.5)], []));
    }

    // Each value is 2.
    private static void CheckAgreement(MetricType type, SeriesReading reading)
    {
        Assert.True(reading.Value.TryGetInt64(out long value));
        Assert.Equal(type == MetricType.Counter ? reading.Count : 2 * reading.Count, value);
        if (type == MetricType.Distribution)
        {
            Assert.Equal([0, reading.Count, 0, 0], reading.BucketCounts);
        }

        if (type == MetricType.Summary)
        {
            Assert.Equal(reading.Count, reading.Exponential!.PositiveCounts.Sum());
        }
    }
}
