using System.Text.Json;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

public sealed class JsonLinesReporterTests : IDisposable
{
    private static readonly TimeSpan s_patience = Threads.Patience;

    private readonly FolderOfATest _folder = new();
    private readonly MetricsOfATest _metrics = new();
    private readonly List<Reporter> _reporters = [];

    private string FilePath => _folder.PathOf("metrics.jsonl");

    public void Dispose()
    {
        _reporters.ForEach(reporter => reporter.Dispose());
        _metrics.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task R8_line_has_the_numbers_and_the_ends_of_its_interval()
    {
        _metrics.Count(5);
        DateTime before = DateTime.UtcNow;
        JsonLinesReporter reporter = Start();
        _metrics.Count(3);
        Assert.True(await reporter.FlushAsync(s_patience));
        _metrics.Count(4);
        Assert.True(await reporter.FlushAsync(s_patience));

        JsonElement[] lines = await ReadAsync();

        Assert.Equal([3, 4], lines.Select(line => line.GetProperty("count").GetInt32()));
        Assert.Equal([3, 4], lines.Select(line => line.GetProperty("value").GetInt32()));
        Assert.Equal(["time", "since", "name", "type", "tags", "count", "value"], lines[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(lines[0].GetProperty("time").GetString(), lines[1].GetProperty("since").GetString());
        Assert.InRange(lines[0].GetProperty("since").GetDateTime(), before.AddMilliseconds(-1), lines[0].GetProperty("time").GetDateTime());
        Assert.Equal(new ReportSize(1, new FileInfo(FilePath).Length / 2), reporter.LastSize);
        Assert.Equal(FilePath, reporter.Target);
        Assert.Equal("jsonlines", reporter.Kind);
        Assert.Equal(TimeSpan.FromSeconds(60), new JsonLinesReporter(new() { Path = FilePath }).Interval);
    }

    [Fact]
    public async Task R8_distributions_and_summaries_are_those_of_the_interval()
    {
        _metrics.Registry.AddMany(
        [
            new("web.took", MetricType.Distribution) { Events = ["web"], Measurement = "took", Buckets = [1, 10] },
            new("web.size", MetricType.Summary) { Events = ["web"], Measurement = "took" },
        ]);
        _metrics.Dispatcher.Execute("web", [new("took", 100)]);
        JsonLinesReporter reporter = Start();
        _metrics.Dispatcher.Execute("web", [new("took", 5)]);
        await reporter.FlushAsync(s_patience);

        JsonElement[] lines = await ReadAsync();

        Assert.Equal(["web.size", "web.took"], lines.Select(NameOf));
        Assert.All(lines, line => Assert.Equal(1, line.GetProperty("count").GetInt32()));
        Assert.All(lines, line => Assert.Equal(5, line.GetProperty("sum").GetDouble()));
        Assert.InRange(lines[0].GetProperty("quantiles").GetProperty("p99").GetDouble(), 4.9, 5.1);
        Assert.Equal([0, 1, 0], lines[1].GetProperty("buckets").EnumerateArray().Select(bucket => bucket.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task R8_last_values_and_sums_that_go_down_are_written_as_they_are()
    {
        _metrics.Registry.AddMany(
        [
            new("room.temperature", MetricType.LastValue),
            new("room.never", MetricType.LastValue),
            new("pool.open", MetricType.Sum) { AllowNegative = true },
            new("net.bytes", MetricType.Sum),
        ]);
        _metrics.Dispatcher.Execute("room", [new("temperature", 20.5)]);
        _metrics.Dispatcher.Execute("pool", [new("open", 7)]);
        _metrics.Dispatcher.Execute("net", [new("bytes", 7)]);
        JsonLinesReporter reporter = Start();
        await reporter.FlushAsync(s_patience);
        _metrics.Dispatcher.Execute("pool", [new("open", -2)]);
        _metrics.Dispatcher.Execute("net", [new("bytes", 2)]);
        await reporter.FlushAsync(s_patience);

        Assert.Equal(
            ["pool.open 7", "room.temperature 20.5", "net.bytes 2", "pool.open 5", "room.temperature 20.5"],
            (await ReadAsync()).Select(line => $"{NameOf(line)} {line.GetProperty("value").GetRawText()}"));
    }

    [Fact]
    public async Task R8_interval_in_which_nothing_was_recorded_adds_nothing()
    {
        _metrics.Count();
        JsonLinesReporter reporter = Start();

        Assert.True(await reporter.FlushAsync(s_patience));

        Assert.Empty(await ReadAsync());
        Assert.Equal(default(ReportSize), reporter.LastSize);
    }

    [Fact]
    public async Task R8_numbers_of_the_last_interval_arrive_with_the_stop()
    {
        JsonLinesReporter reporter = Start();
        _metrics.Count(3);
        await reporter.FlushAsync(s_patience);
        _metrics.Count(4);

        Assert.True(await reporter.StopAsync(s_patience));

        Assert.Equal(7, await TotalAsync());
    }

    [Fact]
    public async Task R8_numbers_restored_at_the_start_are_not_those_of_the_first_interval()
    {
        string state = _folder.PathOf("state.json");
        _metrics.Count(100);
        _metrics.Registry.SaveState(state);
        using var next = new MetricsOfATest();
        using var reporter = new JsonLinesReporter(
            new() { Path = FilePath, Registry = next.Registry, StatePath = state, Interval = TimeSpan.FromDays(1) });
        reporter.Start();
        next.Count(2);

        Assert.True(await reporter.StopAsync(s_patience));

        Assert.Equal(2, await TotalAsync());
    }

    [Fact]
    public async Task R8_numbers_of_a_report_that_failed_are_in_the_next_one()
    {
        JsonLinesReporter reporter = Start();
        _metrics.Count(3);
        Directory.Delete(_folder.Path, recursive: true);
        Assert.False(await reporter.FlushAsync(s_patience));
        Assert.Equal(ReporterState.Failing, reporter.State);

        Directory.CreateDirectory(_folder.Path);
        _metrics.Count(4);
        Assert.True(await reporter.FlushAsync(s_patience));

        JsonElement line = Assert.Single(await ReadAsync());
        Assert.Equal(7, line.GetProperty("count").GetInt32());
        Assert.Equal(ReporterState.Running, reporter.State);
    }

    [Fact]
    public async Task R8_metric_that_was_reset_is_written_from_zero()
    {
        JsonLinesReporter reporter = Start();
        _metrics.Count(9);
        await reporter.FlushAsync(s_patience);
        _metrics.Registry.List().Single().Reset();
        _metrics.Count(2);
        await reporter.FlushAsync(s_patience);

        Assert.Equal([9, 2], (await ReadAsync()).Select(line => line.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task R8_file_that_was_renamed_is_followed_by_a_new_one()
    {
        JsonLinesReporter reporter = Start();
        _metrics.Count(3);
        await reporter.FlushAsync(s_patience);
        File.Move(FilePath, _folder.PathOf("metrics.jsonl.1"));
        _metrics.Count(4);
        await reporter.FlushAsync(s_patience);

        Assert.Equal(4, await TotalAsync());
        Assert.Equal(["metrics.jsonl", "metrics.jsonl.1"], _folder.Files);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{}\n", 2)]
    [InlineData("{\"time\":\"2026-03-0", 2)]
    [InlineData("\n", 2)]
    public async Task R8_line_is_not_joined_to_a_part_of_one(string before, int expected)
    {
        await File.WriteAllTextAsync(FilePath, before, TestContext.Current.CancellationToken);
        JsonLinesReporter reporter = Start();
        _metrics.Count(3);
        await reporter.FlushAsync(s_patience);

        string[] lines = await File.ReadAllLinesAsync(FilePath, TestContext.Current.CancellationToken);

        Assert.Equal(expected, lines.Length);
        Assert.Equal(before.TrimEnd('\n'), expected == 1 ? string.Empty : lines[0]);
        using var line = JsonDocument.Parse(lines[^1]);
        Assert.Equal(3, line.RootElement.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task R8_hostile_tags_stay_in_their_lines()
    {
        _metrics.Registry.Add(new("nasty.count", MetricType.Counter) { Tags = ["te\"xt"] });
        JsonLinesReporter reporter = Start();
        foreach (string text in NastyMetrics.Texts)
        {
            _metrics.Dispatcher.Execute("nasty", [], [new("te\"xt", text)]);
        }

        await reporter.FlushAsync(s_patience);

        Assert.Equal(
            NastyMetrics.Texts,
            (await ReadAsync()).Select(line => line.GetProperty("tags").GetProperty("te\"xt").GetString()));
    }

    [Theory]
    [InlineData(null, "web.hits")]
    [InlineData("", "web.hits")]
    [InlineData("my-app", "my-app.web.hits")]
    [InlineData("my.app.", "my.app.web.hits")]
    public async Task R1_prefix_begins_the_names_of_the_selected_metrics(string? prefix, string expected)
    {
        _metrics.Registry.Add(new("web.hits", MetricType.Counter) { Events = ["job.done"] });
        using var reporter = new JsonLinesReporter(
            new() { Path = FilePath, Registry = _metrics.Registry, Prefix = prefix, Metrics = ["web.*"] });
        reporter.Start();
        _metrics.Count();
        await reporter.FlushAsync(s_patience);

        Assert.Equal(expected, NameOf(Assert.Single(await ReadAsync())));
    }

    [Fact]
    public void R8_file_that_cannot_be_opened_fails_the_start()
    {
        var reporter = new JsonLinesReporter(new() { Path = FilePath, Registry = _metrics.Registry });
        Directory.CreateDirectory(FilePath);

        var error = Assert.Throws<ReporterException>(reporter.Start);

        Assert.Equal(ReporterErrorKind.InvalidPath, error.Kind);
        Assert.DoesNotContain(reporter, Reporter.List());
        Assert.Throws<ReporterException>(() => new JsonLinesReporter(new() { Path = _folder.PathOf("absent/x") }));
        Assert.Throws<ArgumentNullException>(() => new JsonLinesReporter(null!));
    }

    [Fact]
    public async Task R8_two_reporters_of_one_file_lose_and_join_no_line()
    {
        JsonLinesReporter[] reporters = [Start(), Start(), Start()];
        for (int i = 0; i < 100; i++)
        {
            _metrics.Count();
            bool[] arrived = await Task.WhenAll(reporters.Select(reporter => reporter.FlushAsync(s_patience)));
            Assert.All(arrived, Assert.True);
        }

        Assert.Equal(300, await TotalAsync());
    }

    private static string? NameOf(JsonElement line) => line.GetProperty("name").GetString();

    private JsonLinesReporter Start()
    {
        var reporter = new JsonLinesReporter(
            new() { Path = FilePath, Registry = _metrics.Registry, Interval = TimeSpan.FromDays(1) });
        _reporters.Add(reporter);
        reporter.Start();
        return reporter;
    }

    private async Task<int> TotalAsync() => (await ReadAsync()).Sum(line => line.GetProperty("count").GetInt32());

    private async Task<JsonElement[]> ReadAsync()
    {
        string text = await File.ReadAllTextAsync(FilePath, TestContext.Current.CancellationToken);
        Assert.True(text.Length == 0 || text.EndsWith('\n'), "The last line has no end.");
        return [.. text.Split('\n')[..^1].Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
