using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

[Trait("Category", "Slow")]
public sealed class SeriesRaceTests : IDisposable
{
    private const int Workers = 8;

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;

    public SeriesRaceTests() => _registry = new MetricRegistry(_dispatcher);

    public void Dispose() => _registry.Dispose();

    [Theory]
    [InlineData(MetricType.Counter)]
    [InlineData(MetricType.Sum)]
    [InlineData(MetricType.Summary)]
    public void M7_M12_growth_and_limit_lose_nothing(MetricType type)
    {
        const int Values = 5_000;
        Metric metric = _registry.Add(new("a.n", type) { Tags = ["x"], SeriesLimit = 2_000 });
        TelemetryEvent handle = _dispatcher.GetEvent("a");

        Threads.Run(Workers, worker =>
        {
            for (int i = 0; i < Values; i++)
            {
                // In orders of their own, so that threads add the same series at once, and by text and number.
                int value = (i + (worker / 2 * 1_000)) % Values;
                handle.Execute([new("n", 1)], [new("x", worker % 2 == 0 ? value : MetadataValue.From($"{value}"))]);
            }
        });

        IReadOnlyList<SeriesReading> series = metric.Read().Series;
        Assert.Equal(2_001, series.Count);
        Assert.Equal(2_001, series.Select(reading => reading.TagValues[0]).Distinct().Count());
        Assert.Equal(Workers * Values, series.Sum(reading => reading.Count));
        Assert.Equal(Workers * Values, metric.Recorded);
    }

    [Fact]
    public void M7_event_of_a_known_series_is_never_one_of_the_others()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x"], SeriesLimit = 500 });
        for (int i = 0; i < 500; i++)
        {
            _dispatcher.Execute("a", [], [new("x", $"{i}")]);
        }

        // Numbers add aliases, for which the table grows.
        Threads.Run(Workers, worker =>
        {
            for (int i = 0; i < 500; i++)
            {
                object value = worker switch { 0 => i, 1 => (long)i, 2 => (double)i, 3 => (decimal)i, _ => $"{i}" };
                _dispatcher.Execute("a", [], [new("x", MetadataValue.From(value))]);
            }
        });

        Assert.Empty(metric.Problems);
        Assert.All(metric.Read().Series, series => Assert.Equal(1 + Workers, series.Count));
    }

    [Fact]
    public void M7_event_of_a_known_series_is_never_one_of_the_others_while_series_leave()
    {
        const int Limit = 500;
        Metric full = _registry.Add(new("a.count", MetricType.Counter)
        {
            Tags = ["x"],
            SeriesLimit = Limit,
            WhereNot = [new EventCondition("brief", true)],
        });
        Metric brief = _registry.Add(new("b.count", MetricType.Counter)
        {
            Events = ["a"],
            Tags = ["x"],
            SeriesLimit = Limit,
            Where = [new EventCondition("brief", true)],
        });
        EmitAll();

        // The two share their series, which are moved whenever some leave.
        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 5_000; i++)
                {
                    _dispatcher.Execute("a", [], [new("x", "brief"), new("brief", true)]);
                    brief.Reset();
                }
            },
            EmitAll);

        Assert.Empty(full.Problems);
        Assert.Equal(Limit, full.Read().Series.Count);

        void EmitAll()
        {
            for (int i = 0; i < Limit; i++)
            {
                _dispatcher.Execute("a", [], [new("x", $"{i}")]);
            }
        }
    }

    [Theory]
    [InlineData(MetricType.Counter)]
    [InlineData(MetricType.Sum)]
    public void M11_M12_series_that_is_set_while_it_would_leave_stays_and_loses_nothing(MetricType type)
    {
        const int Rounds = 1_500;
        string[] values = [.. Enumerable.Range(0, 200).Select(i => $"{i}")];
        Metric metric = _registry.Add(new("a.n", type) { Tags = ["x"], PerPoll = true });
        TelemetryEvent handle = _dispatcher.GetEvent("a");
        using var meeting = new Barrier(2);
        int missing = 0;

        Threads.Run(
            () =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    SetAll();
                    metric.RemoveUnset();

                    // From the other end, so that the two threads meet at one series.
                    Array.Reverse(values);
                    Threads.MeetAt(meeting);
                    SetAll();
                    Threads.MeetAt(meeting);
                    Array.Reverse(values);
                    missing += values.Length - metric.Read().Series.Count;
                }
            },
            () =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    Threads.MeetAt(meeting);
                    metric.RemoveUnset();
                    Threads.MeetAt(meeting);
                }
            });

        Assert.Equal(0, missing);
        Assert.Equal(2 * Rounds * values.Length, metric.Recorded);

        void SetAll()
        {
            foreach (string value in values)
            {
                handle.Execute([new("n", 1)], [new("x", value)]);
            }
        }
    }

    [Fact]
    public void M11_M12_expiry_while_threads_record_loses_nothing()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter)
        {
            Tags = ["x"],
            SeriesLimit = 200,
            Lifetime = TimeSpan.FromMilliseconds(1),
        });
        Metric sum = _registry.Add(new("a.n", MetricType.Sum) { Tags = ["x"], SeriesLimit = 200, Lifetime = TimeSpan.FromMilliseconds(1) });
        TelemetryEvent handle = _dispatcher.GetEvent("a");
        const int Emits = 30_000;

        Threads.RunDuring(
            () => Threads.Run(Workers, worker =>
            {
                var random = new Random(worker);
                for (int i = 0; i < Emits; i++)
                {
                    handle.Execute([new("n", 1)], [new("x", random.Next(400))]);
                }
            }),
            () => metric.Read(),
            () => sum.Read());

        Assert.Equal(Workers * Emits, metric.Recorded);
        Assert.Equal(Workers * Emits, sum.Recorded);
    }

    [Fact]
    public void M12_records_during_a_reset_count_before_it_or_after_it()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x"] });
        TelemetryEvent handle = _dispatcher.GetEvent("a");

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 100_000; i++)
                {
                    handle.Execute([], [new("x", i & 3)]);
                }
            },
            metric.Reset);
        metric.Reset();
        handle.Execute([], [new("x", 1)]);

        Assert.Equal(1, metric.Recorded);
        Assert.Equal(1, Assert.Single(metric.Read().Series).Count);
    }
}
