using System.Text.Json;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>JSON lines on a disk that is full, and beside other processes.</summary>
[Trait("Category", "Slow")]
public sealed class JsonLinesDiskTests : IDisposable
{
    private static readonly TimeSpan s_patience = Threads.Patience;

    private readonly MetricsOfATest _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task R8_full_disk_leaves_no_part_of_a_line_and_the_numbers_for_the_next_report()
    {
        using SmallDisk disk = await SmallDisk.CreateAsync();
        _metrics.Registry.Add(new("job.kinds", MetricType.Counter) { Events = ["job.done"], Tags = ["kind"] });
        using JsonLinesReporter reporter = Start(disk.PathOf("metrics.jsonl"));
        _metrics.Count();
        Assert.True(await reporter.FlushAsync(s_patience));
        string before = await ReadAsync(reporter);

        // Room for a part of the lines.
        disk.Fill(exceptPages: 1);
        for (int i = 0; i < 50; i++)
        {
            _metrics.Dispatcher.Execute("job.done", [], [new("kind", $"{i}{new string('x', 200)}")]);
        }

        Assert.False(await reporter.FlushAsync(s_patience));
        Assert.Equal(before, await ReadAsync(reporter));
        Assert.Equal(1, reporter.Failures);

        disk.Free();
        Assert.True(await reporter.FlushAsync(s_patience));
        string[] lines = (await ReadAsync(reporter))[before.Length..].Split('\n');
        Assert.Equal(52, lines.Length);
        Assert.All(lines[..^1], line => JsonSerializer.Deserialize<JsonElement>(line));
    }

    [Fact]
    public async Task R8_lines_of_other_processes_are_neither_lost_nor_joined()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux appends in one step.");
        using var folder = new FolderOfATest();
        string path = folder.PathOf("metrics.jsonl");
        using JsonLinesReporter reporter = Start(path);
        Task<ProcessResult>[] others =
        [
            .. Enumerable.Range(0, 2).Select(_ => ProcessRun.RunAsync(
                "sh", ["-c", "i=0; while [ $i -lt 20000 ]; do echo '{\"name\":\"other\",\"count\":1}' >>\"$0\"; i=$((i+1)); done", path])),
        ];
        int reports = 0;
        do
        {
            _metrics.Count();
            Assert.True(await reporter.FlushAsync(s_patience));
            reports++;
        }
        while (!others.All(other => other.IsCompleted));

        Assert.All(await Task.WhenAll(others), other => Assert.Equal(0, other.ExitCode));
        string text = await ReadAsync(reporter);
        JsonElement[] lines = [.. text.Split('\n')[..^1].Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        Assert.Equal(40000, lines.Count(line => line.GetProperty("name").GetString() == "other"));
        Assert.Equal(reports, lines.Length - 40000);
    }

    private static Task<string> ReadAsync(JsonLinesReporter reporter) =>
        File.ReadAllTextAsync(reporter.Target, TestContext.Current.CancellationToken);

    private JsonLinesReporter Start(string path)
    {
        var reporter = new JsonLinesReporter(new() { Path = path, Registry = _metrics.Registry, Interval = TimeSpan.FromDays(1) });
        reporter.Start();
        return reporter;
    }
}
