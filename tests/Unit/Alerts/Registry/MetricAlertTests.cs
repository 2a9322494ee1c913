using Telemetry.Alerts;
using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Alerts;

public sealed class MetricAlertTests : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private readonly AlertsOfATest _test = new();
    private readonly MetricRegistry _metrics;

    public MetricAlertTests() => _metrics = new MetricRegistry(_test.Dispatcher);

    public void Dispose()
    {
        _metrics.Dispose();
        _test.Dispose();
    }

    [Fact]
    public void A_value_beyond_the_limit_raises_each_series_alone_and_one_that_is_back_clears()
    {
        AddLength();
        Alert alert = _test.Add(new("long") { Metric = "queue.length", Above = 100 });

        Set("mail", 100);
        Set("print", 101);
        _test.Pass(s_interval);
        Assert.Equal(["queue=print: Raised"], alert.ListSeries().Select(series => series.ToString()));
        Set("print", 100);
        _test.Pass(s_interval);

        Assert.Equal(["Raised print 1 =101", "Cleared print 1 =100"], _test.Notifications());
        Assert.Empty(alert.ListSeries());
    }

    [Fact]
    public void For_is_the_time_that_the_value_stays_beyond()
    {
        AddLength();
        Alert alert = _test.Add(new("long") { Metric = "queue.length", Above = 100, For = s_interval + s_interval });

        Set("mail", 200);
        _test.Pass(s_interval);
        Assert.Equal(AlertState.Pending, alert.State);
        Set("mail", 1);
        _test.Pass(s_interval);
        Assert.Equal(AlertState.Cleared, alert.State);
        Set("mail", 200);
        _test.Pass(s_interval);
        _test.Pass(s_interval);
        Assert.Empty(_test.Notifications());
        _test.Pass(s_interval);

        Assert.Equal(["Raised mail 3 =200"], _test.Notifications());
    }

    [Fact]
    public void Hysteresis_keeps_a_value_around_the_limit_raised()
    {
        AddLength();
        _test.Add(new("long") { Metric = "queue.length", Above = 100, ClearBelow = 50 });

        foreach (int length in new[] { 101, 99, 51, 50, 101, 49 })
        {
            Set("mail", length);
            _test.Pass(s_interval);
        }

        Assert.Equal(["Raised mail 1 =101", "Cleared mail 2 =49"], _test.Notifications());
    }

    [Fact]
    public void A_value_below_the_limit_raises()
    {
        AddLength();
        _test.Add(new("idle") { Metric = "queue.length", Below = 1, ClearAbove = 2, Above = 10 });

        foreach (int length in new[] { 1, 0, 2, 3, 11 })
        {
            Set("mail", length);
            _test.Pass(s_interval);
        }

        Assert.Equal(["Raised mail 1 =0", "Cleared mail 1 =3", "Raised mail 1 =11"], _test.Notifications());
    }

    [Fact]
    public void A_value_that_is_back_clears_after_the_time_given()
    {
        AddLength();
        _test.Add(new("long") { Metric = "queue.length", Above = 100, ClearAfter = s_interval + s_interval });
        Set("mail", 101);
        _test.Pass(s_interval);
        Set("mail", 1);

        _test.Pass(s_interval);
        _test.Pass(s_interval);
        Assert.Single(_test.Notifications());
        _test.Pass(s_interval);

        Assert.Equal("Cleared mail 1 =1", _test.Notifications()[^1]);
    }

    [Fact]
    public void A_series_and_a_metric_that_are_gone_clear_and_a_metric_that_comes_later_is_compared()
    {
        Alert alert = _test.Add(new("long") { Metric = "queue.length", Above = 100 });
        _test.Pass(s_interval);
        Assert.Equal("There is no metric 'queue.length' so far.", alert.Problem);

        AddLength();
        Set("mail", 101);
        _test.Pass(s_interval);
        Assert.Null(alert.Problem);
        _metrics.Find("queue.length")!.Reset();
        _test.Pass(s_interval);
        Set("mail", 102);
        _test.Pass(s_interval);
        _metrics.Remove("queue.length");
        _test.Pass(s_interval);

        Assert.Equal(["Raised mail 1 =101", "Cleared mail 1", "Raised mail 1 =102", "Cleared mail 1"], _test.Notifications());
    }

    [Theory]
    [InlineData(AlertStatistic.Count, 6, 3)]
    [InlineData(AlertStatistic.Rate, 6, 0.3)]
    [InlineData(AlertStatistic.Mean, 6, 20)]
    public void Statistics_are_those_of_the_last_interval(AlertStatistic statistic, int earlier, double expected)
    {
        _metrics.Add(new("call.duration", MetricType.Summary));
        _test.Add(new("slow") { Metric = "call.duration", Above = 0.01, Statistic = statistic, Within = s_interval });
        Call(1000, earlier);
        _test.Registry.Check();
        Assert.Empty(_test.Notifications());

        Call(10);
        Call(20);
        Call(30);
        _test.Pass(s_interval);

        Assert.Equal(FormattableString.Invariant($"Raised  1 ={expected}"), Assert.Single(_test.Notifications()));
        _test.Pass(s_interval);
        Assert.StartsWith("Cleared", _test.Notifications()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_statistic_of_a_distribution_is_P95_by_default_and_old_values_do_not_count()
    {
        _metrics.Add(new("call.duration", MetricType.Distribution) { Buckets = [10, 100, 1000] });
        Alert alert = _test.Add(new("slow") { Metric = "call.duration", Above = 50 });
        _test.Registry.Check();
        Call(5, 100);
        _test.Pass(s_interval);
        Assert.Equal(AlertState.Cleared, alert.State);
        Call(500, 100);
        _test.Pass(s_interval);
        Assert.Equal(AlertState.Raised, alert.State);

        for (int i = 0; i < 8; i++)
        {
            Call(5, 100);
            _test.Pass(s_interval);
        }

        Assert.Equal(AlertState.Cleared, alert.State);
    }

    [Fact]
    public void A_counter_has_its_total_or_its_rate()
    {
        _metrics.Add(new("jobs.count", MetricType.Counter) { Events = ["jobs"] });
        _test.Add(new("total") { Metric = "jobs.count", Above = 1 });
        _test.Add(new("rate") { Metric = "jobs.count", Above = 1, Statistic = AlertStatistic.Rate, Within = s_interval });
        _test.Registry.Check();

        _test.Emit("jobs", "x", 50);
        _test.Pass(s_interval);

        Assert.Equal(["Raised  1 =5", "Raised  1 =50"], _test.Notifications().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_statistic_that_the_metric_does_not_have_is_refused_or_shown()
    {
        _metrics.Add(new("jobs.count", MetricType.Counter) { Events = ["jobs"] });
        AlertDefinition definition = new("a") { Metric = "jobs.count", Above = 1, Statistic = AlertStatistic.P95 };

        var refused = Assert.Throws<AlertException>(() => _test.Registry.Add(definition));
        Assert.Equal("The metric 'jobs.count' is of type Counter, and has no P95. Choose Value, Count, Rate.", refused.Message);
        _metrics.Remove("jobs.count");
        Alert alert = _test.Registry.Add(definition);
        _metrics.Add(new("jobs.count", MetricType.Counter) { Events = ["jobs"] });
        _test.Registry.Check();

        Assert.Equal(refused.Message, alert.Problem);
    }

    [Fact]
    public void Comparing_collects_the_metric_so_that_polls_on_collection_run()
    {
        AddLength();
        int collections = 0;
        _metrics.Collecting += (_, _) =>
        {
            collections++;
            Set("mail", 101);
        };
        _test.Add(new("one") { Metric = "queue.length", Above = 100 });
        _test.Add(new("two") { Metric = "QUEUE.length", Above = 100 });

        _test.Registry.Check();

        Assert.Equal(1, collections);
        Assert.Equal(2, _test.Notifications().Length);
    }

    private void AddLength() => _metrics.Add(new("queue.length", MetricType.LastValue) { Tags = ["queue"] });

    private void Set(string queue, int length) =>
        _test.Dispatcher.Execute("queue", [new("length", length)], [new("queue", queue)]);

    private void Call(int duration, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            _test.Dispatcher.Execute("call", [new("duration", duration)], []);
        }
    }
}
