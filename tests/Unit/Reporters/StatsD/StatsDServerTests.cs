using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>The original StatsD server has what was sent to it.</summary>
[Trait("Category", "Slow")]
public sealed class StatsDServerTests : IDisposable
{
    private readonly MetricsOfATest _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task R7_counters_gauges_and_timers_arrive()
    {
        await using StatsDServer server = await StatsDServer.StartAsync();
        Add("paid", MetricType.Sum);
        Add("balance", MetricType.Sum, allowsNegative: true);
        Add("depth", MetricType.LastValue);
        Add("took", MetricType.Distribution, unit: "second");
        Add("size", MetricType.Summary);
        await using StatsDReporter reporter = Start(server, prefix: "app");
        _metrics.Count(3);
        Record(("paid", 0.25), ("balance", 5), ("depth", -7.5), ("took", 0.25), ("size", 1500));
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        _metrics.Count(2);
        Record(("paid", 0.5), ("balance", -15), ("depth", -8), ("took", 2), ("size", 0));

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        await server.WaitForCounterAsync("app.job.count", 5);
        await server.WaitForCounterAsync("app.value.paid.x", 0.75);
        Dictionary<string, double> gauges = await server.ValuesAsync("gauges");
        Assert.Equal((-10, -8), (gauges["app.value.balance.x"], gauges["app.value.depth.x"]));
        Dictionary<string, double[]> timers = await server.TimersAsync();
        Assert.Equal([250, 2000], timers["app.value.took.x"]);
        Assert.Equal([1500, 0], timers["app.value.size.x"]);
        Assert.Equal(0, (await server.ValuesAsync("counters"))["statsd.bad_lines_seen"]);
    }

    [Fact]
    public async Task R7_any_text_in_tags_arrives_and_no_line_is_bad()
    {
        await using StatsDServer server = await StatsDServer.StartAsync();
        _metrics.Registry.Add(new("text.count", MetricType.Counter) { Events = ["text"], Tags = ["text"] });
        await using StatsDReporter reporter = Start(server);
        foreach (string text in NastyMetrics.Texts)
        {
            _metrics.Dispatcher.Execute("text", [], [new("text", text)]);
        }

        _metrics.Count();
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        await server.WaitForCounterAsync("statsd.metrics_received", 1 + NastyMetrics.Texts.Length);
        Dictionary<string, double> counters = await server.ValuesAsync("counters");
        Assert.Equal(0, counters["statsd.bad_lines_seen"]);
        Assert.Equal(
            NastyMetrics.Texts.Length,
            counters.Where(counter => counter.Key.StartsWith("text.count.", StringComparison.Ordinal)).Sum(counter => counter.Value));
    }

    [Fact]
    public async Task R7_count_of_a_timer_is_exact_however_many_values_there_are()
    {
        await using StatsDServer server = await StatsDServer.StartAsync(flushes: true);
        Add("took", MetricType.Summary);
        await using StatsDReporter reporter = Start(server);
        for (int i = 1; i <= 1250; i++)
        {
            Record(("took", i));
        }

        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        await server.WaitUntilAsync(
            () => Task.FromResult(server.Output.Contains("count: 1250", StringComparison.Ordinal)), "at count: 1250");
    }

    [Fact]
    public async Task R7_thousands_of_series_arrive_in_one_report()
    {
        const int Series = 5000;
        await using StatsDServer server = await StatsDServer.StartAsync();
        _metrics.Registry.Add(new("many.count", MetricType.Counter) { Events = ["many"], Tags = ["number"], SeriesLimit = Series });
        await using StatsDReporter reporter = Start(server);
        for (int i = 0; i < Series; i++)
        {
            _metrics.Dispatcher.Execute("many", [], [new("number", $"number-{i,30}")]);
        }

        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        await server.WaitForCounterAsync("statsd.metrics_received", Series);
        Assert.Equal(Series, reporter.LastSize!.Value.Series);
    }

    [Fact]
    public async Task R1_server_that_goes_away_and_comes_back_is_noticed_once_each_and_nothing_is_lost()
    {
        StatsDServer server = await StatsDServer.StartAsync();
        await using StatsDReporter reporter = Create(server.Port);
        List<string> notices = [];
        reporter.Noticed += (_, notice) => notices.Add(notice.Message);
        reporter.Start();
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        await server.DisposeAsync();
        for (int i = 0; i < 3; i++)
        {
            _metrics.Count(2);
            Assert.False(await reporter.FlushAsync(Threads.Patience));
        }

        Assert.Equal("nobody listens at the port", reporter.LastError);
        await using StatsDServer again = await StatsDServer.StartAsync(server.Port);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        await again.WaitForCounterAsync("job.count", 6);
        Assert.Equal(
            [
                $"Reporter '{reporter.Name}' failed to report to {reporter.Target}: nobody listens at the port. It continues to try.",
                $"Reporter '{reporter.Name}' reports to {reporter.Target} again, after 3 failures.",
            ],
            notices);
    }

    [Fact]
    public async Task R1_a_hundred_reporters_two_at_once_send_all()
    {
        await using StatsDServer server = await StatsDServer.StartAsync();
        for (int i = 0; i < 50; i++)
        {
            StatsDReporter one = Start(server, prefix: "one");
            StatsDReporter two = Start(server, prefix: "two");
            _metrics.Count();
            bool[] arrived = await Task.WhenAll(one.StopAsync(Threads.Patience), two.StopAsync(Threads.Patience));
            Assert.All(arrived, Assert.True);
        }

        await server.WaitForCounterAsync("one.job.count", 50);
        await server.WaitForCounterAsync("two.job.count", 50);
        Assert.DoesNotContain(Reporter.List(), reporter => reporter.Registry == _metrics.Registry);
    }

    private void Add(string name, MetricType type, string? unit = null, bool allowsNegative = false) => _metrics.Registry.Add(
        new($"value.{name}", type)
        {
            Events = ["value"],
            Measurement = name,
            Tags = ["tag"],
            Unit = unit,
            AllowNegative = allowsNegative,
            Buckets = type == MetricType.Distribution ? [1] : [],
        });

    private void Record(params (string Name, double Value)[] values) => _metrics.Dispatcher.Execute(
        "value", [.. values.Select(value => new KeyValuePair<string, MeasurementValue>(value.Name, value.Value))], [new("tag", "x")]);

    private StatsDReporter Create(int port, string? prefix = null) => new(new()
    {
        Port = port,
        Prefix = prefix,
        Registry = _metrics.Registry,
        Interval = TimeSpan.FromHours(1),
    });

    private StatsDReporter Start(StatsDServer server, string? prefix = null)
    {
        StatsDReporter reporter = Create(server.Port, prefix);
        reporter.Start();
        return reporter;
    }
}
