using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>Options, and the datagrams that are sent.</summary>
public sealed class StatsDReporterTests : IDisposable
{
    private readonly MetricsOfATest _metrics = new();
    private readonly List<IDisposable> _disposables = [];

    public void Dispose()
    {
        _disposables.ForEach(one => one.Dispose());
        _metrics.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("http://localhost")]
    [InlineData("localhost:8125")]
    [InlineData("a b")]
    public void R7_host_that_is_not_valid_is_refused(string host)
    {
        var e = Assert.Throws<ReporterException>(() => new StatsDReporter(new() { Host = host }));

        Assert.Equal((ReporterErrorKind.InvalidAddress, host), (e.Kind, e.Target));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void R7_port_out_of_range_is_refused(int port) => Assert.Equal(
        ReporterErrorKind.InvalidAddress, Assert.Throws<ReporterException>(() => new StatsDReporter(new() { Port = port })).Kind);

    [Theory]
    [InlineData("statsd.example.com", "udp://statsd.example.com:8125")]
    [InlineData("::1", "udp://[::1]:8125")]
    [InlineData("[::1]", "udp://[::1]:8125")]
    public void R7_target_is_the_address(string host, string expected)
    {
        using var reporter = new StatsDReporter(new() { Host = host });

        Assert.Equal(expected, reporter.Target);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0000125, "-0.0000125")]
    [InlineData(1e21, "1000000000000000000000")]
    [InlineData(-1.25e20, "-125000000000000000000")]
    [InlineData(123456789012345680, "123456789012345680")]
    [InlineData(5e-324, null)]
    public async Task R7_number_has_no_exponent(double number, string? expected)
    {
        using var receiver = new UdpReceiver();
        _metrics.Registry.Add(new("value", MetricType.LastValue) { Events = ["x"], Measurement = "value" });
        StatsDReporter reporter = Start(receiver, StatsDDialect.DogStatsD);
        _metrics.Dispatcher.Execute("x", [new("value", number)]);

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        string text = receiver.Lines()[^1].Split(':', '|')[1];
        const NumberStyles WithoutExponent = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        Assert.Equal(number, double.Parse(text, WithoutExponent, CultureInfo.InvariantCulture));
        Assert.Equal(expected ?? text, text);
    }

    [Fact]
    public async Task R7_datadogs_dialect_has_tags_and_distributions()
    {
        using var receiver = new UdpReceiver();
        AddValue("took", MetricType.Distribution, "second", tags: ["http.route", "sta|tus", "absent"]);
        AddValue("balance", MetricType.Sum, tags: ["http.route"], allowsNegative: true);
        AddValue("paid-now", MetricType.Sum, tags: []);
        StatsDReporter reporter = Start(receiver, StatsDDialect.DogStatsD, prefix: "my app.");
        _metrics.Dispatcher.Execute(
            "x",
            [new("took", 0.25), new("balance", -3), new("paid-now", 0.5)],
            [new("http.route", "/ä b,c#d:e@f|g\nh\u0085"), new("sta|tus", 200)]);

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(
            [
                "my_app.value.balance:-3|g|#http.route:/ä b_c_d_e_f_g_h_",
                "my_app.value.paid_now:0.5|c",
                "my_app.value.took:0.25|d|#http.route:/ä b_c_d_e_f_g_h_,sta_tus:200",
            ],
            Values(receiver));
    }

    [Fact]
    public async Task R7_etsys_dialect_has_segments_for_tags()
    {
        using var receiver = new UdpReceiver();
        AddValue("took", MetricType.Summary, "minute", tags: ["http.route", "status", "absent"]);
        StatsDReporter reporter = Start(receiver);
        _metrics.Dispatcher.Execute("x", [new("took", 0.5)], [new("http.route", "/a.b:c|😀"), new("status", 200)]);

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(["value.took._a_b_c__.200._:30000|ms"], Values(receiver));
    }

    [Fact]
    public async Task R7_gauge_below_zero_is_two_lines_in_one_datagram()
    {
        using var receiver = new UdpReceiver();
        AddValue("depth", MetricType.LastValue, tags: ["number"]);
        StatsDReporter reporter = Start(receiver);
        for (int i = 0; i < 300; i++)
        {
            _metrics.Dispatcher.Execute("x", [new("depth", -i)], [new("number", new string('x', i % 90) + i)]);
        }

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        string[] datagrams = receiver.Datagrams();
        Assert.All(datagrams, datagram => Assert.InRange(datagram.Length, 1, 1432));
        Assert.All(datagrams, datagram => Assert.False(datagram.EndsWith('\n')));
        string[][] lines = [.. datagrams.Select(datagram => datagram.Split('\n'))];
        Assert.Equal(1 + (299 * 2), lines.Sum(all => all.Length));
        Assert.All(lines, all => Assert.All(
            Enumerable.Range(0, all.Length).Where(i => all[i].Contains(":-", StringComparison.Ordinal)),
            i => Assert.Equal(all[i].Split(':')[0] + ":0|g", i == 0 ? null : all[i - 1])));
    }

    [Fact]
    public async Task R7_line_that_is_too_long_is_dropped_and_counted_once()
    {
        using var receiver = new UdpReceiver();
        string[] tags = [.. Enumerable.Range(0, 6).Select(i => $"tag{i}")];
        AddValue("paid", MetricType.Sum, tags: tags);
        StatsDReporter reporter = Start(receiver);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        _metrics.Dispatcher.Execute(
            "x", [new("paid", 1)], [.. tags.Select(tag => new KeyValuePair<string, MetadataValue>(tag, new string('x', 250)))]);
        _metrics.Count();

        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(["job.count:1|c"], receiver.Lines());
        Assert.Equal(1, reporter.Dropped);
    }

    [Fact]
    public async Task R7_nothing_is_sent_of_what_did_not_change_or_was_before_the_start()
    {
        using var receiver = new UdpReceiver();
        _metrics.Count(5);
        StatsDReporter reporter = Start(receiver);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        Assert.Empty(receiver.Datagrams());
        _metrics.Count(2);

        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        Assert.Equal(["job.count:2|c"], receiver.Lines());

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);
        Assert.Empty(receiver.Datagrams());
    }

    [Fact]
    public async Task R7_what_was_restored_is_not_sent()
    {
        string path = Path.Combine(Path.GetTempPath(), $"telemetry-test-{Guid.NewGuid():N}.json");
        try
        {
            using (var earlier = new MetricsOfATest())
            {
                earlier.Registry.Add(new("later.count", MetricType.Counter) { Events = ["later"] });
                earlier.Dispatcher.Execute("later");
                earlier.Count(100);
                earlier.Registry.SaveState(path);
            }

            using var receiver = new UdpReceiver();
            StatsDReporter reporter = Start(receiver, statePath: path);
            _metrics.Count(2);
            _metrics.Registry.Add(new("later.count", MetricType.Counter) { Events = ["later"] });
            Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
            _metrics.Dispatcher.Execute("later");

            Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

            Assert.Equal(["job.count:2|c", "later.count:1|c"], receiver.Lines());
            Assert.Equal(102, _metrics.Registry.Find("job.count")!.Recorded);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task R7_first_total_of_somebody_else_is_not_sent()
    {
        using var receiver = new UdpReceiver();
        _metrics.Registry.Add(new("received", MetricType.Sum) { Events = ["x"], Measurement = "received", RunningTotal = true });
        StatsDReporter reporter = Start(receiver);
        foreach (int total in new[] { 1_000_000, 1_000_005, 7 })
        {
            _metrics.Dispatcher.Execute("x", [new("received", total)]);
            Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        }

        // The last one began again at 0.
        Assert.Equal(["received:5|c", "received:7|c"], receiver.Lines());
    }

    [Fact]
    public async Task R7_metric_that_is_added_reset_or_replaced_begins_at_zero()
    {
        using var receiver = new UdpReceiver();
        StatsDReporter reporter = Start(receiver);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        Metric metric = _metrics.Registry.Add(new("new.count", MetricType.Counter) { Events = ["x"], Tags = ["tag"] });
        _metrics.Dispatcher.Execute("x", [], [new("tag", "a")]);
        _metrics.Dispatcher.Execute("x", [], [new("tag", "a")]);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        metric.Reset();
        _metrics.Dispatcher.Execute("x", [], [new("tag", "a")]);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        _metrics.Registry.Replace(new("new.count", MetricType.Counter) { Events = ["x"], Tags = ["tag"] });
        for (int i = 0; i < 4; i++)
        {
            _metrics.Dispatcher.Execute("x", [], [new("tag", "a")]);
        }

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(["new.count.a:2|c", "new.count.a:1|c", "new.count.a:4|c"], receiver.Lines());
    }

    [Fact]
    public async Task R7_many_values_are_a_sample_with_its_rate()
    {
        using var receiver = new UdpReceiver();
        AddValue("took", MetricType.Distribution, tags: []);
        StatsDReporter reporter = Start(receiver, StatsDDialect.DogStatsD);
        for (int i = 0; i < 4000; i++)
        {
            _metrics.Dispatcher.Execute("x", [new("took", i)]);
        }

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        string[] lines = receiver.Lines();
        Assert.Equal(100, lines.Length);
        Assert.All(lines, line => Assert.EndsWith("|d|@0.025", line, StringComparison.Ordinal));
        double[] values = [.. lines.Select(line => double.Parse(line.Split(':', '|')[1], CultureInfo.InvariantCulture))];

        // Real values, of all times: with a chance of one in a million, it is otherwise.
        Assert.All(values, value => Assert.Equal(Math.Floor(value), value));
        Assert.InRange(values.Average(), 1999.5 - 580, 1999.5 + 580);
    }

    [Fact]
    public async Task R7_values_before_a_metric_is_observed_are_estimated_and_counted()
    {
        using var receiver = new UdpReceiver();
        StatsDReporter reporter = Start(receiver);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        AddValue("took", MetricType.Summary, tags: []);
        _metrics.Dispatcher.Execute("x", [new("took", 8)]);
        _metrics.Dispatcher.Execute("x", [new("took", 8)]);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        _metrics.Dispatcher.Execute("x", [new("took", 3)]);

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(["value.took:8|ms", "value.took:8|ms", "value.took:3|ms"], receiver.Lines());
    }

    [Fact]
    public async Task R7_time_below_zero_that_etsys_server_refuses_is_dropped_and_counted()
    {
        using var receiver = new UdpReceiver();
        AddValue("took", MetricType.Summary, tags: []);
        StatsDReporter reporter = Start(receiver);
        _metrics.Dispatcher.Execute("x", [new("took", -1)]);
        _metrics.Dispatcher.Execute("x", [new("took", 1)]);

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(["value.took:1|ms"], receiver.Lines());
        Assert.Equal(1, reporter.Dropped);
    }

    [Fact]
    public async Task R7_what_nobody_received_is_sent_again()
    {
        int port;
        using (var closed = new UdpReceiver())
        {
            port = closed.Port;
        }

        AddValue("took", MetricType.Summary, tags: []);
        StatsDReporter reporter = Start(new() { Port = port, Registry = _metrics.Registry, Interval = TimeSpan.FromHours(1) });
        for (int i = 1; i <= 3; i++)
        {
            _metrics.Count();
            _metrics.Dispatcher.Execute("x", [new("took", i)]);
            Assert.False(await reporter.FlushAsync(Threads.Patience));
        }

        using var receiver = new UdpReceiver(port);
        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(["job.count:3|c", "value.took:1|ms", "value.took:2|ms", "value.took:3|ms"], receiver.Lines());
    }

    [Fact]
    public async Task R7_host_with_several_addresses_is_reached_at_the_one_that_listens()
    {
        using var receiver = new UdpReceiver();
        StatsDReporter reporter = Start(
            new() { Host = "localhost", Port = receiver.Port, Registry = _metrics.Registry, Interval = TimeSpan.FromHours(1) });
        _metrics.Count();
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        _metrics.Count();
        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(["job.count:1|c", "job.count:1|c"], receiver.Lines());
    }

    [Fact]
    public async Task R7_address_of_version_6_is_reached()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "It needs IPv6.");
        using var receiver = new UdpReceiver(address: IPAddress.IPv6Loopback);
        StatsDReporter reporter = Start(
            new() { Host = "::1", Port = receiver.Port, Registry = _metrics.Registry, Interval = TimeSpan.FromHours(1) });
        _metrics.Count();

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(["job.count:1|c"], receiver.Lines());
    }

    [Fact]
    public async Task R7_host_that_does_not_exist_is_named()
    {
        StatsDReporter reporter = Start(
            new() { Host = "telemetry.invalid", Registry = _metrics.Registry, Interval = TimeSpan.FromHours(1) });
        _metrics.Count();

        Assert.False(await reporter.FlushAsync(Threads.Patience));

        Assert.StartsWith("the host 'telemetry.invalid' was not found: ", reporter.LastError, StringComparison.Ordinal);
    }

    private static string[] Values(UdpReceiver receiver) =>
        [.. receiver.Lines().Where(line => !line.Contains("telemetry.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private void AddValue(string name, MetricType type, string? unit = null, string[]? tags = null, bool allowsNegative = false) =>
        _metrics.Registry.Add(new($"value.{name}", type)
        {
            Events = ["x"],
            Measurement = name,
            Unit = unit,
            Tags = [.. (tags ?? []).Select(tag => new MetricTag(tag))],
            AllowNegative = allowsNegative,
            Buckets = type == MetricType.Distribution ? [1] : [],
        });

    private StatsDReporter Start(
        UdpReceiver receiver, StatsDDialect dialect = StatsDDialect.Etsy, string? prefix = null, string? statePath = null) => Start(new()
        {
            Port = receiver.Port,
            Dialect = dialect,
            Prefix = prefix,
            StatePath = statePath,
            Metrics = ["job.*", "value*", "new.*", "later.*", "received"],
            Registry = _metrics.Registry,
            Interval = TimeSpan.FromHours(1),
        });

    private StatsDReporter Start(StatsDReporterOptions options)
    {
        var reporter = new StatsDReporter(options);
        _disposables.Add(reporter);
        reporter.Start();
        return reporter;
    }
}
