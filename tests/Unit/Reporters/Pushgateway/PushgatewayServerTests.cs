using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>A real Pushgateway has what was pushed to it.</summary>
[Trait("Category", "Slow")]
public sealed class PushgatewayServerTests : IDisposable
{
    private readonly MetricsOfATest _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task R6_push_makes_a_group_of_the_server()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        await using PushgatewayReporter reporter = Start(server, new() { ["instance"] = "a" });
        _metrics.Count(3);

        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(["job_total{instance=\"a\",job=\"test\"} 3"], await server.SamplesAsync());
        Assert.Equal(["instance=a,job=test"], await server.GroupsAsync());
        Assert.Equal("COUNTER", (await server.TypesAsync())["job_total"]);
        Assert.Equal($"{server.Uri}metrics/job/test/instance/a", reporter.Target);
        Assert.Equal(1, reporter.LastSize!.Value.Series);
    }

    [Fact]
    public async Task R6_stop_pushes_the_last_values()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        await using PushgatewayReporter reporter = Start(server);
        _metrics.Count(7);

        Assert.True(await reporter.StopAsync(Threads.Patience));

        Assert.Equal(["job_total{instance=\"\",job=\"test\"} 7"], await server.SamplesAsync());
    }

    [Fact]
    public async Task R6_put_replaces_the_group_and_post_keeps_its_other_metrics()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        _metrics.Registry.Add(new("other.count", MetricType.Counter) { Events = ["other"] });
        using (PushgatewayReporter put = Start(server, job: "put"))
        using (PushgatewayReporter post = Start(server, job: "post", method: PushMethod.Post))
        {
            Assert.True(await put.FlushAsync(Threads.Patience));
            Assert.True(await post.FlushAsync(Threads.Patience));
            Assert.True(_metrics.Registry.Remove("other.count"));
        }

        Assert.Equal(
            [
                "job_total{instance=\"\",job=\"post\"} 0",
                "job_total{instance=\"\",job=\"put\"} 0",
                "other_total{instance=\"\",job=\"post\"} 0",
            ],
            await server.SamplesAsync());
    }

    [Fact]
    public async Task R6_values_of_a_grouping_key_may_be_any_text()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        Dictionary<string, string> key = new()
        {
            ["slash"] = "/a//b/",
            ["nothing"] = "",
            ["dots"] = "..",
            ["text"] = "ä +%2F?#&=;@\\\n😀",
            ["dash"] = "a-b_c.d~e",
            ["alphabet"] = "/>>>???/",
        };
        await using PushgatewayReporter reporter = Start(server, key, job: "a/b");

        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        IEnumerable<string> labels = key.Append(new("job", "a/b"))
            .OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => $"{label.Key}={label.Value}");
        Assert.Equal([string.Join(",", labels)], await server.GroupsAsync());
    }

    [Fact]
    public async Task R6_each_value_of_a_tag_is_a_group()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        _metrics.Registry.Add(new("disk.free", MetricType.LastValue) { Tags = ["disk.name", "kind"], Unit = "byte" });
        _metrics.Registry.Add(
            new("disk.read.took", MetricType.Distribution) { Tags = ["disk.name"], Unit = "second", Buckets = [1] });
        string[] disks = ["/var", "C:", "", ".", "..", "ä b"];
        foreach (string disk in disks)
        {
            _metrics.Dispatcher.Execute("disk", [new("free", 5.5)], [new("disk.name", disk), new("kind", "ssd")]);
            _metrics.Dispatcher.Execute("disk.read", [new("took", 2)], [new("disk.name", disk)]);
        }

        await using PushgatewayReporter reporter = Start(server, groupTags: ["disk.name"]);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        // A series without a value is in the group of the metrics without the tag, as it would be the same for Prometheus.
        Assert.Equal(
            disks.Where(disk => disk.Length > 0)
                .Select(disk => $"disk_name={disk},job=test")
                .Append("job=test")
                .Order(StringComparer.Ordinal),
            await server.GroupsAsync());
        string[] samples = await server.SamplesAsync();
        Assert.Contains("job_total{instance=\"\",job=\"test\"} 0", samples);
        Assert.Contains("disk_free_bytes{instance=\"\",job=\"test\",kind=\"ssd\"} 5.5", samples);
        Assert.Contains("disk_free_bytes{disk_name=\"/var\",instance=\"\",job=\"test\",kind=\"ssd\"} 5.5", samples);
        Assert.Contains("disk_read_took_seconds_bucket{disk_name=\"C:\",instance=\"\",job=\"test\",le=\"1\"} 0", samples);
        Assert.Contains("disk_read_took_seconds_count{disk_name=\"ä b\",instance=\"\",job=\"test\"} 1", samples);
        Assert.Equal(1 + (6 * 2), reporter.LastSize!.Value.Series);
    }

    [Fact]
    public async Task R6_group_of_a_tag_whose_series_are_gone_is_deleted_by_put_and_kept_by_post()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        Metric metric = _metrics.Registry.Add(new("free", MetricType.LastValue) { Events = ["disk"], Tags = ["disk"], PerPoll = true });
        using PushgatewayReporter put = Start(server, job: "put", groupTags: ["disk"]);
        using PushgatewayReporter post = Start(server, job: "post", method: PushMethod.Post, groupTags: ["disk"]);
        _metrics.Dispatcher.Execute("disk", [new("free", 1)], [new("disk", "a")]);
        _metrics.Dispatcher.Execute("disk", [new("free", 2)], [new("disk", "b")]);
        metric.RemoveUnset();
        Assert.True(await put.FlushAsync(Threads.Patience), put.LastError);
        Assert.True(await post.FlushAsync(Threads.Patience), post.LastError);

        _metrics.Dispatcher.Execute("disk", [new("free", 3)], [new("disk", "b")]);
        metric.RemoveUnset();
        Assert.True(await put.FlushAsync(Threads.Patience), put.LastError);
        Assert.True(await post.FlushAsync(Threads.Patience), post.LastError);

        Assert.Equal(["disk=a,job=post", "disk=b,job=post", "disk=b,job=put", "job=post", "job=put"], await server.GroupsAsync());
        Assert.Contains("free{disk=\"a\",instance=\"\",job=\"post\"} 1", await server.SamplesAsync());
        Assert.Contains("free{disk=\"b\",instance=\"\",job=\"put\"} 3", await server.SamplesAsync());
    }

    [Fact]
    public async Task R6_metric_added_later_whose_label_the_server_would_overwrite_is_left_out_and_named()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        await using PushgatewayReporter reporter = Start(server, new() { ["instance"] = "a" });
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        _metrics.Registry.Add(new("done", MetricType.Counter) { Events = ["job.done"], Tags = ["instance"] });
        _metrics.Dispatcher.Execute("job.done", [], [new("instance", "b")]);

        Assert.False(await reporter.FlushAsync(Threads.Patience));

        Assert.Equal(
            "the label 'instance' of the metric 'done' is in the grouping key, too, and the server would overwrite its values;"
                + " the metric was left out",
            reporter.LastError);
        Assert.Equal(1, reporter.Dropped);
        Assert.Equal(["job_total{instance=\"a\",job=\"test\"} 1"], await server.SamplesAsync());
    }

    [Fact]
    public async Task R6_own_metric_whose_label_the_server_would_overwrite_is_left_out_and_nothing_fails()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        await using PushgatewayReporter reporter = Start(server, new() { ["reason"] = "a" });
        _metrics.Registry.Add(new("job.done.bytes", MetricType.Sum));
        _metrics.Dispatcher.Execute("job.done");

        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(0, reporter.Dropped);
        Assert.Equal(
            ["job_done_bytes_total{instance=\"\",job=\"test\",reason=\"a\"} 0", "job_total{instance=\"\",job=\"test\",reason=\"a\"} 1"],
            await server.SamplesAsync());
    }

    [Fact]
    public async Task R6_refusal_is_shown_with_the_text_of_the_server_and_other_groups_arrive()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        using (var other = new MetricsOfATest())
        {
            // The name of our counter, as a gauge.
            other.Registry.Remove("job.count");
            other.Registry.Add(new("job.total", MetricType.LastValue) { Events = ["x"], Value = 1 });
            other.Dispatcher.Execute("x");
            await using PushgatewayReporter first = Create(server.Uri, other.Registry, job: "first");
            first.Start();
            Assert.True(await first.FlushAsync(Threads.Patience), first.LastError);
        }

        _metrics.Registry.Add(new("other.count", MetricType.Counter) { Events = ["other"], Tags = ["kind"] });
        _metrics.Dispatcher.Execute("other", [], [new("kind", "x")]);
        await using PushgatewayReporter reporter = Start(server, groupTags: ["kind"]);
        Assert.False(await reporter.FlushAsync(Threads.Patience));

        Assert.StartsWith(
            "1 of 2 groups failed: the server answered 400 Bad Request: pushed metrics are invalid or inconsistent with existing metrics:",
            reporter.LastError,
            StringComparison.Ordinal);
        Assert.Contains("other_total{instance=\"\",job=\"test\",kind=\"x\"} 1", await server.SamplesAsync());
    }

    [Fact]
    public async Task R6_groups_are_deleted_at_the_end()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        _metrics.Registry.Add(new("other.count", MetricType.Counter) { Events = ["other"], Tags = ["kind"] });
        _metrics.Dispatcher.Execute("other", [], [new("kind", "a/b")]);
        await using PushgatewayReporter stays = Start(server, job: "stays");
        Assert.True(await stays.FlushAsync(Threads.Patience), stays.LastError);
        await using PushgatewayReporter reporter = Start(server, deletes: true, groupTags: ["kind"]);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        Assert.Equal(["job=stays", "job=test", "job=test,kind=a/b"], await server.GroupsAsync());

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(["job=stays"], await server.GroupsAsync());
    }

    [Fact]
    public async Task R6_all_types_and_any_text_arrive()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        MetricRegistry registry = _metrics.Registry;
        registry.Add(new("went.up", MetricType.Sum) { Events = ["all"], Measurement = "value", Tags = ["text"] });
        registry.Add(new("up.and.down", MetricType.Sum) { Events = ["all"], Measurement = "value", AllowNegative = true, Tags = ["text"] });
        registry.Add(new("last", MetricType.LastValue) { Events = ["all"], Measurement = "value", Tags = ["text"] });
        registry.Add(new("some", MetricType.Summary) { Events = ["all"], Measurement = "value", Tags = ["text"] });
        registry.Add(
            new("spread", MetricType.Distribution) { Events = ["all"], Measurement = "value", Tags = ["text"], Buckets = [1, 2.5] });
        foreach (string text in NastyMetrics.Texts)
        {
            _metrics.Dispatcher.Execute("all", [new("value", 1.5)], [new("text", text)]);
        }

        await using PushgatewayReporter one = Start(server, job: "one");
        await using PushgatewayReporter grouped = Start(server, job: "grouped", groupTags: ["text"]);
        Assert.True(await one.FlushAsync(Threads.Patience), one.LastError);
        Assert.True(await grouped.FlushAsync(Threads.Patience), grouped.LastError);

        Dictionary<string, string> types = await server.TypesAsync();
        Assert.Equal(
            ["job_total COUNTER", "last GAUGE", "some SUMMARY", "spread HISTOGRAM", "up_and_down GAUGE", "went_up_total COUNTER"],
            types.Select(type => $"{type.Key} {type.Value}").Order(StringComparer.Ordinal));
        string[] samples = await server.SamplesAsync();
        Assert.Equal(2 * NastyMetrics.Texts.Length, samples.Count(line => line.StartsWith("last{", StringComparison.Ordinal)));
        Assert.Equal(NastyMetrics.Texts.Length + 1, (await server.GroupsAsync()).Length);
    }

    [Fact]
    public async Task R1_server_that_goes_away_and_comes_back_is_noticed_once_each()
    {
        PushgatewayServer server = await PushgatewayServer.StartAsync();
        await using PushgatewayReporter reporter = Create(server.Uri, _metrics.Registry);
        List<string> notices = [];
        reporter.Noticed += (_, notice) => notices.Add(notice.Message);
        reporter.Start();
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        await server.DisposeAsync();
        for (int i = 0; i < 3; i++)
        {
            Assert.False(await reporter.FlushAsync(Threads.Patience));
        }

        Assert.Equal(ReporterState.Failing, reporter.State);
        Assert.Equal($"no connection to {server.Uri.Authority}: Connection refused", reporter.LastError);
        _metrics.Count(5);
        await using PushgatewayServer again = await PushgatewayServer.StartAsync(server.Uri.Port);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        Assert.Equal(["job_total{instance=\"\",job=\"test\"} 5"], await again.SamplesAsync());
        Assert.Equal(
            [
                $"Reporter '{reporter.Name}' failed to report to {reporter.Target}: {reporter.LastError}. It continues to try.",
                $"Reporter '{reporter.Name}' reports to {reporter.Target} again, after 3 failures.",
            ],
            notices);
    }

    [Fact]
    public async Task R1_a_hundred_reporters_two_at_once_leave_no_connection()
    {
        await using PushgatewayServer server = await PushgatewayServer.StartAsync();
        int ofTheTest = OpenConnections.To(server.Uri.Port);
        for (int i = 0; i < 50; i++)
        {
            PushgatewayReporter one = Start(server, job: "one");
            PushgatewayReporter two = Start(server, job: "two");
            _metrics.Count();
            bool[] arrived = await Task.WhenAll(one.StopAsync(Threads.Patience), two.StopAsync(Threads.Patience));
            Assert.All(arrived, Assert.True);
        }

        Assert.Equal(
            ["job_total{instance=\"\",job=\"one\"} 50", "job_total{instance=\"\",job=\"two\"} 50"], await server.SamplesAsync());
        Assert.DoesNotContain(Reporter.List(), reporter => reporter.Registry == _metrics.Registry);
        Assert.Equal(ofTheTest, OpenConnections.To(server.Uri.Port));
    }

    private static PushgatewayReporter Create(
        Uri uri,
        MetricRegistry registry,
        Dictionary<string, string>? key = null,
        string job = "test",
        PushMethod method = PushMethod.Put,
        string[]? groupTags = null,
        bool deletes = false) => new(new()
        {
            Uri = uri,
            Job = job,
            Registry = registry,
            GroupingKey = key ?? [],
            GroupTags = groupTags ?? [],
            Method = method,
            DeleteOnStop = deletes,
            Timeout = TimeSpan.FromSeconds(30),
            Interval = TimeSpan.FromHours(1),
        });

    private PushgatewayReporter Start(
        PushgatewayServer server,
        Dictionary<string, string>? key = null,
        string job = "test",
        PushMethod method = PushMethod.Put,
        string[]? groupTags = null,
        bool deletes = false)
    {
        PushgatewayReporter reporter = Create(server.Uri, _metrics.Registry, key, job, method, groupTags, deletes);
        reporter.Start();
        return reporter;
    }
}
