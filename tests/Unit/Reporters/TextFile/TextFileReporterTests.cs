using System.Globalization;
using System.Runtime.Versioning;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

public sealed class TextFileReporterTests : IDisposable
{
    private static readonly TimeSpan s_patience = Threads.Patience;

    private readonly FolderOfATest _folder = new();
    private readonly MetricsOfATest _metrics = new();
    private readonly List<Reporter> _reporters = [];

    private string FilePath => _folder.PathOf("job.prom");

    public void Dispose()
    {
        _reporters.ForEach(reporter => reporter.Dispose());
        _metrics.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task R5_file_is_the_text_of_the_metrics()
    {
        TextFileReporter reporter = Start();
        _metrics.Count(3);

        Assert.True(await reporter.FlushAsync(s_patience));

        string text = await ReadAsync();
        Assert.Equal("# HELP job_total Counter job.count.\n# TYPE job_total counter\njob_total 3\n", text);
        Assert.Equal(["job.prom"], _folder.Files);
        Assert.Equal(new ReportSize(1, text.Length), reporter.LastSize);
        Assert.Equal(FilePath, reporter.Target);
        Assert.Equal("textfile", reporter.Kind);
        Assert.Equal(TimeSpan.FromSeconds(15), new TextFileReporter(new() { Path = FilePath }).Interval);
    }

    [Fact]
    public async Task R5_file_is_there_after_the_start_and_stays_after_the_stop_with_the_last_state()
    {
        TextFileReporter reporter = Start();
        _metrics.Count();

        Assert.True(await reporter.StopAsync(s_patience));

        Assert.EndsWith("\njob_total 1\n", await ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void R5_second_reporter_to_the_same_file_is_refused_until_the_first_one_has_stopped()
    {
        TextFileReporter first = Start();
        using var second = new TextFileReporter(new() { Registry = _metrics.Registry, Path = FilePath, Metrics = ["web.*"] });

        ReporterException error = Assert.Throws<ReporterException>(second.Start);

        Assert.Equal(ReporterErrorKind.ReporterAlreadyExists, error.Kind);
        Assert.Contains($"'{first.Name}'", error.Message, StringComparison.Ordinal);
        first.Dispose();
        second.Start();
    }

    [Fact]
    public async Task R1_prefix_begins_the_names_of_the_selected_metrics()
    {
        _metrics.Registry.Add(new("web.hits", MetricType.Counter));
        TextFileReporter reporter = Start(new() { Path = FilePath, Prefix = "my-app", Metrics = ["web.*"], SuccessTimestamp = true });

        await reporter.FlushAsync(s_patience);

        Assert.Equal(
            ["my_app_web_hits_total", "my_app_telemetry_last_report_timestamp_seconds{file=\"job.prom\"}"],
            (await ReadAsync()).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task R5_success_timestamp_is_a_gauge_with_the_time_of_the_report()
    {
        double before = Now();
        TextFileReporter reporter = Start(new() { Path = FilePath, SuccessTimestamp = true });
        await reporter.FlushAsync(s_patience);

        string[] lines = (await ReadAsync()).Split('\n')[^4..];

        Assert.Equal("# HELP telemetry_last_report_timestamp_seconds The time of the report, in seconds since 1970.", lines[0]);
        Assert.Equal("# TYPE telemetry_last_report_timestamp_seconds gauge", lines[1]);
        Assert.StartsWith("telemetry_last_report_timestamp_seconds{file=\"job.prom\"} ", lines[2], StringComparison.Ordinal);
        Assert.InRange(double.Parse(lines[2].Split(' ')[1], CultureInfo.InvariantCulture), before - 0.001, Now() + 0.001);

        static double Now() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task R5_file_has_the_mode_of_a_new_file_whatever_the_one_before_had()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        string other = _folder.PathOf("other");
        await File.WriteAllTextAsync(other, string.Empty, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(FilePath, "old", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead);

        await Start().FlushAsync(s_patience);

        Assert.Equal(File.GetUnixFileMode(other), File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public async Task R5_folder_that_goes_away_and_comes_back_is_written_again()
    {
        TextFileReporter reporter = Start();
        await reporter.FlushAsync(s_patience);
        Directory.Delete(_folder.Path, recursive: true);

        Assert.False(await reporter.FlushAsync(s_patience));
        Assert.False(Directory.Exists(_folder.Path));
        Assert.Contains("does not exist", reporter.LastError, StringComparison.Ordinal);

        Directory.CreateDirectory(_folder.Path);
        _metrics.Count(2);
        Assert.True(await reporter.FlushAsync(s_patience));
        Assert.EndsWith("\njob_total 2\n", await ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(ReporterState.Running, reporter.State);
    }

    [Fact]
    public async Task R5_file_that_may_not_be_written_leaves_nothing_over()
    {
        TextFileReporter reporter = Start();
        await reporter.FlushAsync(s_patience);
        File.Delete(FilePath);
        Directory.CreateDirectory(FilePath);

        Assert.False(await reporter.FlushAsync(s_patience));

        Assert.Empty(_folder.Files);
        Directory.Delete(FilePath);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task R5_folder_that_may_not_be_written_keeps_the_last_good_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Every folder may be written here.");
        TextFileReporter reporter = Start();
        await reporter.FlushAsync(s_patience);
        string good = await ReadAsync();
        UnixFileMode mode = File.GetUnixFileMode(_folder.Path);
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            _metrics.Count();
            Assert.False(await reporter.FlushAsync(s_patience));
            Assert.Equal(good, await ReadAsync());
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, mode);
        }
    }

    [Fact]
    public async Task R5_file_that_is_open_on_Windows_is_replaced_when_it_is_closed()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Elsewhere, a file that is open can be replaced.");
        TextFileReporter reporter = Start();
        await reporter.FlushAsync(s_patience);
        _metrics.Count();
        Task<bool> flushed;
        using (new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            flushed = reporter.FlushAsync(s_patience);
            Assert.True(SpinWait.SpinUntil(() => _folder.Files.Length == 2, s_patience));
        }

        Assert.True(await flushed);
        Assert.EndsWith("\njob_total 1\n", await ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R5_leftovers_of_a_process_that_was_killed_are_removed_and_nothing_else()
    {
        string[] others =
        [
            "job.prom.abcdefgh.ijk.tmp", "job.prom.tmp", "job.prom.old.tmp", "other.prom.abcdefgh.ijk.tmp", "job.prom.abcdefgh.ijk.old",
        ];
        foreach (string name in others.Append("job.prom.zbcdefgh.ijk.tmp"))
        {
            await File.WriteAllTextAsync(_folder.PathOf(name), "part", TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(_folder.PathOf(name), DateTime.UtcNow.AddMinutes(-2));
        }

        // That of a process which may be about to rename it.
        File.SetLastWriteTimeUtc(_folder.PathOf(others[0]), DateTime.UtcNow);

        await Start().FlushAsync(s_patience);

        Assert.Equal(others.Append("job.prom").Order(StringComparer.Ordinal), _folder.Files);
    }

    [Theory]
    [InlineData("job.txt", "node exporter")]
    [InlineData("job.PROM", "node exporter")]
    [InlineData("absent/job.prom", "does not exist")]
    [InlineData("", "is a folder")]
    [InlineData(null, "is empty")]
    public void R5_path_that_no_collector_reads_is_refused(string? name, string reason)
    {
        string path = name is null ? null! : _folder.PathOf(name);
        var error = Assert.Throws<ReporterException>(() => new TextFileReporter(new() { Path = path }));

        Assert.Equal(ReporterErrorKind.InvalidPath, error.Kind);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new TextFileReporter(null!));
    }

    [Fact]
    public async Task R5_metric_with_the_name_of_the_timestamp_fails_the_report()
    {
        _metrics.Registry.Add(new("telemetry.last_report.timestamp.seconds", MetricType.LastValue) { Events = ["job.done"], Value = 1 });
        _metrics.Count();
        TextFileReporter reporter = Start(new() { Path = FilePath, SuccessTimestamp = true });

        Assert.False(await reporter.FlushAsync(s_patience));
        Assert.Contains("telemetry_last_report_timestamp_seconds", reporter.LastError, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    private TextFileReporter Start(TextFileReporterOptions? options = null)
    {
        options ??= new() { Path = FilePath };
        var reporter = new TextFileReporter(new()
        {
            Path = options.Path,
            SuccessTimestamp = options.SuccessTimestamp,
            Prefix = options.Prefix,
            Metrics = options.Metrics,
            Registry = _metrics.Registry,
            Interval = TimeSpan.FromDays(1),
        });
        _reporters.Add(reporter);
        reporter.Start();
        return reporter;
    }

    private Task<string> ReadAsync() => File.ReadAllTextAsync(FilePath, TestContext.Current.CancellationToken);
}
