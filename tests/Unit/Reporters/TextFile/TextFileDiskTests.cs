using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

[Trait("Category", "Slow")]
public sealed class TextFileDiskTests : IDisposable
{
    private static readonly TimeSpan s_patience = Threads.Patience;

    private readonly MetricsOfATest _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task R5_full_disk_leaves_the_last_good_file_and_nothing_else()
    {
        using SmallDisk disk = await SmallDisk.CreateAsync();
        _metrics.Registry.Add(new("job.size", MetricType.LastValue) { Tags = ["name"], Events = ["job.sized"] });
        using var reporter = new TextFileReporter(
            new() { Path = disk.PathOf("job.prom"), Registry = _metrics.Registry, Interval = TimeSpan.FromDays(1) });
        reporter.Start();
        _metrics.Count();
        Assert.True(await reporter.FlushAsync(s_patience));
        string good = await ReadAsync(reporter);
        for (int i = 0; i < 50; i++)
        {
            _metrics.Dispatcher.Execute("job.sized", [new("size", i)], [new("name", $"{i}{new string('x', 200)}")]);
        }

        disk.Fill(exceptPages: 1);
        Assert.False(await reporter.FlushAsync(s_patience));
        Assert.Equal(good, await ReadAsync(reporter));
        Assert.Equal(["job.prom"], disk.Files);
        Assert.Equal(ReporterState.Failing, reporter.State);

        disk.Free();
        Assert.True(await reporter.FlushAsync(s_patience));
        Assert.Contains("job_size{name=\"49xxx", await ReadAsync(reporter), StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(TextFileReporter reporter) =>
        File.ReadAllTextAsync(reporter.Target, TestContext.Current.CancellationToken);
}
