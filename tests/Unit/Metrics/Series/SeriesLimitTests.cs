using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

public sealed class SeriesLimitTests : IDisposable
{
    private const string Other = "(other)";

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;

    public SeriesLimitTests() => _registry = new MetricRegistry(_dispatcher);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void M7_further_series_are_one_and_known_ones_still_count()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x", "y"], SeriesLimit = 3 });

        for (int i = 0; i < 10; i++)
        {
            Emit(i);
        }

        Emit(0);

        Assert.Equal(
            [("0", 2), ("1", 1), ("2", 1), (Other, 7)],
            metric.Read().Series.Select(series => (series.TagValues[0], (int)series.Count)));
        Assert.Equal(3, metric.SeriesCount);
        Assert.Equal(11, metric.Recorded);
        Assert.Equal([new(MetricProblem.TooManySeries, 7)], metric.Problems);
    }

    [Fact]
    public void M7_event_whose_tags_are_that_text_is_one_of_the_others()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x"], SeriesLimit = 1 });

        _dispatcher.Execute("a", [], [new("x", Other)]);
        _dispatcher.Execute("a", [], [new("x", "1")]);
        _dispatcher.Execute("a", [], [new("x", "2")]);

        Assert.Equal([("1", 1), (Other, 2)], metric.Read().Series.Select(series => (series.TagValues[0], (int)series.Count)));
    }

    [Fact]
    public void M7_limit_is_that_of_each_metric_where_several_share_their_series()
    {
        Metric all = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x"], SeriesLimit = 2 });
        Metric some = _registry.Add(new("some.count", MetricType.Counter)
        {
            Events = ["a"],
            Tags = ["x"],
            SeriesLimit = 2,
            Keep = static (in data) => data.TryGetMeasurement("some", out _),
        });

        foreach (string value in (string[])["1", "2", "3"])
        {
            _dispatcher.Execute("a", [], [new("x", value)]);
        }

        _dispatcher.Execute("a", [new("some", 1)], [new("x", "8")]);
        _dispatcher.Execute("a", [new("some", 1)], [new("x", "9")]);

        // A series that the other metric has.
        _dispatcher.Execute("a", [new("some", 1)], [new("x", "1")]);
        _dispatcher.Execute("a", [new("some", 1)], [new("x", "10")]);

        Assert.Equal(["1", "2", Other], all.Read().Series.Select(series => series.TagValues[0]));
        Assert.Equal(["8", "9", Other], some.Read().Series.Select(series => series.TagValues[0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void M6_M7_finding_a_series_allocates_nothing(bool isBeyondTheLimit)
    {
        Metric metric = _registry.Add(new("a.n", MetricType.Sum) { Tags = ["x", "y"], SeriesLimit = isBeyondTheLimit ? 1 : 2000 });
        TelemetryEvent handle = _dispatcher.GetEvent("a");
        string[] texts = [.. Enumerable.Range(0, 50).Select(i => $"value {i}")];

        Assert.Equal(0, Allocated.BytesPerCall(EmitAll));
        Assert.Equal(isBeyondTheLimit ? 1 : 50, metric.SeriesCount);

        void EmitAll()
        {
            for (int i = 0; i < texts.Length; i++)
            {
                handle.Execute([new("n", i)], [new("x", texts[i]), new("y", i)]);
            }
        }
    }

    [Fact]
    public void M10_metric_without_tags_is_zero_at_once()
    {
        _registry.AddMany([
            new("a.count", MetricType.Counter),
            new("a.sum", MetricType.Sum),
            new("a.distribution", MetricType.Distribution) { Buckets = [1, 2] },
            new("a.last", MetricType.LastValue),
            new("a.summary", MetricType.Summary),
        ]);

        Assert.Equal(
            ["a.count", "a.distribution", "a.sum"],
            _registry.Collect().Metrics.Where(reading => reading.Series.Count == 1).Select(reading => reading.Definition.Name));
    }

    [Fact]
    public void M10_declared_values_make_all_their_series_and_these_never_expire()
    {
        Metric metric = _registry.Add(new("job.count", MetricType.Counter)
        {
            Tags = ["kind", "result"],
            TagValues = new Dictionary<string, IReadOnlyList<MetadataValue>>
            {
                ["kind"] = ["backup", "cleanup"],
                ["result"] = ["ok", "failed", 3],
            },
            Lifetime = TimeSpan.FromTicks(1),
        });

        _dispatcher.Execute("job", [], [new("kind", "backup"), new("result", "ok")]);
        SpinWait.SpinUntil(() => false, 20);

        Assert.Equal(6, metric.Read().Series.Count);
        Assert.Equal(1, metric.Read().Series.Sum(series => series.Count));
        Assert.Equal(["backup", "3"], metric.Read().Series[2].TagValues);
    }

    [Fact]
    public void M11_series_leave_when_their_lifetime_is_over_and_their_records_stay_counted()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter)
        {
            Tags = ["x"],
            Lifetime = TimeSpan.FromMilliseconds(1),
            SeriesLimit = 2,
        });

        _dispatcher.Execute("a", [], [new("x", 1)]);
        _dispatcher.Execute("a", [], [new("x", 2)]);
        Assert.True(SpinWait.SpinUntil(() => metric.Read().Series.Count == 0, Threads.Patience));
        _dispatcher.Execute("a", [], [new("x", 3)]);

        Assert.Equal("3", Assert.Single(metric.Read().Series).TagValues[0]);
        Assert.Equal(3, metric.Recorded);
        Assert.Empty(metric.Problems);
    }

    [Fact]
    public void M11_series_whose_lifetime_is_over_make_room_for_others()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter)
        {
            Tags = ["x"],
            Lifetime = TimeSpan.FromMilliseconds(1),
            SeriesLimit = 1,
        });
        int next = 0;

        // Nobody reads: the series that is over leaves for the next one.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _dispatcher.Execute("a", [], [new("x", next++)]);
                return next - (metric.Problems.TryGetValue(MetricProblem.TooManySeries, out long others) ? others : 0) > 3;
            },
            Threads.Patience));
    }

    [Fact]
    public void M11_series_that_the_last_poll_did_not_set_leave()
    {
        Metric metric = _registry.Add(new("process.memory", MetricType.LastValue) { Tags = ["name"], PerPoll = true });

        Set("a", "b");
        metric.RemoveUnset();
        Assert.Equal(["a", "b"], Names());
        Set("b", "c");
        metric.RemoveUnset();
        Assert.Equal(["b", "c"], Names());
        metric.RemoveUnset();

        Assert.Empty(Names());

        void Set(params string[] names)
        {
            foreach (string name in names)
            {
                _dispatcher.Execute("process", [new("memory", 1)], [new("name", name)]);
            }
        }

        IEnumerable<string> Names() => metric.Read().Series.Select(series => series.TagValues[0]).Order();
    }

    private void Emit(int value) => _dispatcher.Execute("a", [], [new("x", value), new("y", "same")]);
}
