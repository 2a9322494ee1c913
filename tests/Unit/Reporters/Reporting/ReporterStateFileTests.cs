using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>The file by which metrics go on from the last run.</summary>
public sealed class ReporterStateFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    private string StatePath => Path.Combine(_folder.FullName, "state.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task M14_reporter_saves_the_state_and_the_next_one_goes_on_from_it()
    {
        Assert.Equal(2, await RunAsync(jobs: 2));

        Assert.Equal(5, await RunAsync(jobs: 3));
    }

    [Fact]
    public async Task M14_state_is_saved_even_if_no_report_arrives()
    {
        using (var metrics = new MetricsOfATest())
        {
            await using MemoryReporter failing = Create(metrics);
            failing.OnReport = static _ => throw new ReportException("no");
            failing.Start();
            metrics.Count(4);
        }

        Assert.Equal(5, await RunAsync(jobs: 1));
    }

    [Fact]
    public async Task M14_broken_state_is_reported_and_the_reporter_starts()
    {
        await File.WriteAllTextAsync(StatePath, "{ broken", TestContext.Current.CancellationToken);
        using var metrics = new MetricsOfATest();
        await using MemoryReporter reporter = Create(metrics);
        var notices = new List<string>();
        reporter.Noticed += (_, notice) => notices.Add(notice.Message);

        reporter.Start();

        Assert.Contains(StatePath, Assert.Single(notices), StringComparison.Ordinal);
        Assert.Equal(ReporterState.Running, reporter.State);
        Assert.True(File.Exists(StatePath + ".broken"));
    }

    [Fact]
    public async Task M14_state_that_cannot_be_saved_is_reported_once()
    {
        string folder = Path.Combine(_folder.FullName, "gone");
        Directory.CreateDirectory(folder);
        using var metrics = new MetricsOfATest();
        await using var reporter = new MemoryReporter(
            new() { Registry = metrics.Registry, StatePath = Path.Combine(folder, "state.json") });
        var notices = new List<string>();
        reporter.Noticed += (_, notice) => notices.Add(notice.Message);
        reporter.Start();
        reporter.Next();
        await reporter.FlushAsync(Threads.Patience);
        Directory.Delete(folder, recursive: true);

        await reporter.FlushAsync(Threads.Patience);
        await reporter.FlushAsync(Threads.Patience);

        Assert.StartsWith(
            $"Reporter '{reporter.Name}' could not save the state of the metrics to ", Assert.Single(notices), StringComparison.Ordinal);
        Assert.Equal(ReporterState.Running, reporter.State);
    }

    [Fact]
    public async Task M14_state_is_saved_before_a_last_report_that_hangs()
    {
        using (var metrics = new MetricsOfATest())
        {
            MemoryReporter hanging = Create(metrics);
            hanging.Start();
            hanging.Next();
            metrics.Count(4);
            using var release = new ManualResetEventSlim();
            hanging.OnReport = _ => release.Wait();

            Assert.False(await hanging.StopAsync(TimeSpan.FromMilliseconds(200)));

            Assert.Contains("4", await File.ReadAllTextAsync(StatePath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            release.Set();
        }

        Assert.Equal(5, await RunAsync(jobs: 1));
    }

    [Fact]
    public async Task M14_reporters_with_the_same_state_and_one_that_is_started_again_give_no_warning()
    {
        using var metrics = new MetricsOfATest();
        var notices = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            await using MemoryReporter reporter = Create(metrics);
            reporter.Noticed += (_, notice) => notices.Add(notice.Message);
            reporter.Start();
            metrics.Count();
            await reporter.FlushAsync(Threads.Patience);
        }

        Assert.Empty(notices);
    }

    [Fact]
    public void M14_state_and_values_need_a_file_each()
    {
        string path = Path.Combine(_folder.FullName, "jobs.prom");
        using var metrics = new MetricsOfATest();
        using var reporter = new TextFileReporter(new() { Registry = metrics.Registry, Path = path, StatePath = path });

        Assert.Equal(ReporterErrorKind.InvalidPath, Assert.Throws<ReporterException>(reporter.Start).Kind);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-folder/state.json")]
    [InlineData(".")]
    public void M14_path_of_a_state_that_cannot_be_saved_is_refused(string path) => Assert.Equal(
        ReporterErrorKind.InvalidPath,
        Assert.Throws<ReporterException>(() => new MemoryReporter(
            new() { StatePath = path.Length == 0 ? path : Path.Combine(_folder.FullName, path) })).Kind);

    private MemoryReporter Create(MetricsOfATest metrics) => new(new() { Registry = metrics.Registry, StatePath = StatePath });

    private async Task<double> RunAsync(int jobs)
    {
        using var metrics = new MetricsOfATest();
        MemoryReporter reporter = Create(metrics);
        reporter.Start();
        metrics.Count(jobs);
        Assert.True(await reporter.StopAsync(Threads.Patience));
        return reporter.LastTotal;
    }
}
