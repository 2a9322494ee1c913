using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>The text file, as the collector of the node exporter serves it.</summary>
[Trait("Category", "Slow")]
public sealed class NodeExporterTests : IDisposable
{
    private const string ScrapeError = "node_textfile_scrape_error";
    private static readonly TimeSpan s_patience = Threads.Patience;

    private readonly FolderOfATest _folder = new();
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;

    public NodeExporterTests()
    {
        _registry = new MetricRegistry(_dispatcher);
    }

    public void Dispose()
    {
        _registry.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task R5_node_exporter_serves_what_was_emitted_with_hostile_labels_too()
    {
        _registry.AddMany(
        [
            new("nasty.count", MetricType.Counter) { Tags = ["text", "http.route"], Description = "Quotes \" and \\ and\na line." },
            new("nasty.value", MetricType.LastValue) { Tags = ["text"], Unit = "byte" },
            new("nasty.took", MetricType.Distribution)
            {
                Tags = ["text"],
                Measurement = "value",
                Events = ["nasty"],
                Buckets = [-1, 0.5, 7],
            },
            new("nasty.size", MetricType.Summary) { Tags = ["text"], Measurement = "value", Events = ["nasty"] },
        ]);
        for (int i = 0; i < NastyMetrics.Texts.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                _dispatcher.Execute("nasty", [new("value", j + 0.1)], [new("text", NastyMetrics.Texts[i])]);
            }
        }

        using TextFileReporter reporter = Start("nasty.prom");
        Assert.True(await reporter.FlushAsync(s_patience));
        Dictionary<string, double> written = SampleText.Read(
            await File.ReadAllTextAsync(reporter.Target, TestContext.Current.CancellationToken));

        await using ServerProcess exporter = await StartExporterAsync();
        Dictionary<string, double> served = await ScrapeAsync(exporter);

        Assert.Equal(0, served[ScrapeError]);
        Assert.Equal(NastyMetrics.Texts.Length, written.Keys.Count(key => key.StartsWith("nasty_total ", StringComparison.Ordinal)));
        Assert.Equal(
            Enumerable.Range(1, NastyMetrics.Texts.Length).Sum(),
            served.Where(sample => sample.Key.StartsWith("nasty_total ", StringComparison.Ordinal)).Sum(sample => sample.Value));
        Assert.All(written, sample => Assert.Equal(sample.Value, served[sample.Key]));
    }

    [Fact]
    public async Task R5_node_exporter_serves_the_timestamps_of_two_files()
    {
        _registry.Add(new("job.count", MetricType.Counter));
        using TextFileReporter first = Start("a.prom", "a");
        using TextFileReporter second = Start("b.prom", "b");
        Assert.True(await first.FlushAsync(s_patience));
        Assert.True(await second.FlushAsync(s_patience));

        await using ServerProcess exporter = await StartExporterAsync();
        Dictionary<string, double> served = await ScrapeAsync(exporter);

        Assert.Equal(0, served[ScrapeError]);
        Assert.Equal(0, served["a_job_total"]);
        Assert.Equal(0, served["b_job_total"]);
        using TextFileReporter third = Start("c.prom", prefix: null);
        using TextFileReporter fourth = Start("d.prom", prefix: null, metrics: "absent.*");
        Assert.True(await third.FlushAsync(s_patience));
        Assert.True(await fourth.FlushAsync(s_patience));
        served = await ScrapeAsync(exporter);
        Assert.Equal(0, served[ScrapeError]);
        foreach (string file in (string[])["c.prom", "d.prom"])
        {
            Assert.InRange(served[$"telemetry_last_report_timestamp_seconds file=\"{file}\""], 1, double.MaxValue);
        }
    }

    [Fact]
    public async Task R5_node_exporter_never_serves_a_part_while_the_file_is_written_a_thousand_times()
    {
        _registry.Add(new("job.count", MetricType.Counter) { Events = ["job.done"], Tags = ["number"] });
        string[] numbers = [.. Enumerable.Range(0, 200).Select(number => $"{number}")];
        CountAll();
        using TextFileReporter reporter = Start("job.prom");
        Assert.True(await reporter.FlushAsync(s_patience));
        await using ServerProcess exporter = await StartExporterAsync();

        Task<int> written = Task.Run(WriteAsync, TestContext.Current.CancellationToken);
        double last = 0;
        int scrapes = 0;
        do
        {
            Dictionary<string, double> served = await ScrapeAsync(exporter);
            double[] values =
                [.. served.Where(sample => sample.Key.StartsWith("job_total ", StringComparison.Ordinal)).Select(sample => sample.Value)];
            Assert.Equal(0, served[ScrapeError]);
            Assert.Equal(numbers.Length, values.Length);
            Assert.Single(values.Distinct());
            Assert.InRange(values[0], last, 1001);
            last = values[0];
            scrapes++;
        }
        while (!written.IsCompleted);

        Assert.Equal(1000, await written);
        Assert.Equal(1001, (await ScrapeAsync(exporter))["job_total number=\"0\""]);
        Assert.InRange(scrapes, 2, int.MaxValue);
        Assert.Equal(["job.prom"], _folder.Files);

        void CountAll()
        {
            foreach (string number in numbers)
            {
                _dispatcher.Execute("job.done", [], [new("number", number)]);
            }
        }

        async Task<int> WriteAsync()
        {
            int arrived = 0;
            for (int i = 0; i < 1000; i++)
            {
                CountAll();
                arrived += await reporter.FlushAsync(s_patience) ? 1 : 0;
            }

            return arrived;
        }
    }

    private static async Task<Dictionary<string, double>> ScrapeAsync(ServerProcess exporter) => SampleText.Read(
        await ServerProcess.Client.GetStringAsync(new Uri(exporter.Uri, "metrics"), TestContext.Current.CancellationToken));

    private TextFileReporter Start(string name, string? prefix = "", string? metrics = null)
    {
        var reporter = new TextFileReporter(new()
        {
            Path = _folder.PathOf(name),
            Registry = _registry,
            Interval = TimeSpan.FromDays(1),
            SuccessTimestamp = prefix is null,
            Prefix = prefix,
            Metrics = metrics is null ? [] : [metrics],
        });
        reporter.Start();
        return reporter;
    }

    private Task<ServerProcess> StartExporterAsync() => ServerProcess.StartAsync(
        Tool.Require("prometheus-node-exporter", PrometheusServer.Source),
        ports: 1,
        ports =>
        [
            "--collector.disable-defaults",
            "--collector.textfile",
            $"--collector.textfile.directory={_folder.Path}",
            $"--web.listen-address=127.0.0.1:{ports[0]}",
        ],
        exporter => exporter.AnswersAsync("metrics"));
}
