using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>The behaviour that all reporters have in common.</summary>
public sealed class ReporterTests : IDisposable
{
    private static readonly TimeSpan s_patience = Threads.Patience;

    private readonly MetricsOfATest _metrics = new();
    private readonly List<Reporter> _reporters = [];

    public void Dispose()
    {
        _reporters.ForEach(reporter => reporter.Dispose());
        _metrics.Dispose();
    }

    [Fact]
    public async Task R1_stop_reports_the_last_state_and_says_that_it_arrived()
    {
        MemoryReporter reporter = Start();
        Assert.False(reporter.Next().IsLast);
        _metrics.Count(3);

        Assert.True(await reporter.StopAsync(s_patience));

        Assert.True(reporter.Arrived[^1].IsLast);
        Assert.Equal(3, reporter.LastTotal);
        Assert.Equal(ReporterState.Stopped, reporter.State);
        Assert.Equal(1, reporter.Closed);
    }

    [Fact]
    public async Task R1_stop_says_that_the_last_state_did_not_arrive()
    {
        MemoryReporter reporter = Start();
        reporter.Next();
        reporter.OnReport = static _ => throw new ReportException("no");

        Assert.False(await reporter.StopAsync(s_patience));
        Assert.Equal(ReporterState.Stopped, reporter.State);
        Assert.Equal("no", reporter.LastError);
    }

    [Fact]
    public async Task R6_report_under_way_at_a_stop_is_followed_by_one_with_the_last_values()
    {
        using var isUnderWay = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        MemoryReporter reporter = Create();
        reporter.OnReport = _ =>
        {
            isUnderWay.Set();
            Threads.WaitFor(release);
        };
        reporter.Start();
        Threads.WaitFor(isUnderWay);
        _metrics.Count(7);

        Task<bool> stopped = reporter.StopAsync(s_patience);
        release.Set();

        Assert.True(await stopped);
        Assert.Equal([0, 7], reporter.Arrived.Select(MemoryReporter.Total));
    }

    [Fact]
    public async Task R1_stop_cancels_a_report_under_way_that_hangs_and_reports_the_last_state()
    {
        using var isUnderWay = new ManualResetEventSlim();
        MemoryReporter reporter = Create();
        reporter.OnReport = context =>
        {
            if (!context.IsLast)
            {
                isUnderWay.Set();
                context.Cancellation.WaitHandle.WaitOne();
                context.Cancellation.ThrowIfCancellationRequested();
            }
        };
        reporter.Start();
        Threads.WaitFor(isUnderWay);
        _metrics.Count(7);

        Assert.True(await reporter.StopAsync(TimeSpan.FromSeconds(2)));
        Assert.Equal(7, reporter.LastTotal);
        Assert.Equal("it did not end in time", reporter.LastError);
    }

    [Fact]
    public async Task R1_stop_is_bounded_when_the_last_report_hangs_and_does_not_even_obey()
    {
        using var release = new ManualResetEventSlim();
        MemoryReporter reporter = Create();
        reporter.OnReport = _ => release.Wait();
        reporter.Start();

        Assert.False(await reporter.StopAsync(TimeSpan.FromMilliseconds(100)));
        Assert.Equal(ReporterState.Stopped, reporter.State);
        Assert.Equal(1, reporter.Closed);
        Assert.DoesNotContain(reporter, Reporter.List());

        release.Set();
        reporter.Next();
        Assert.Equal(ReporterState.Stopped, reporter.State);
    }

    [Fact]
    public async Task R1_report_that_takes_too_long_is_cancelled_and_the_next_one_arrives()
    {
        MemoryReporter reporter = Create();
        reporter.Timeout = TimeSpan.FromMilliseconds(50);
        bool hangs = true;
        reporter.OnReport = context =>
        {
            if (hangs)
            {
                context.Cancellation.WaitHandle.WaitOne();
                context.Cancellation.ThrowIfCancellationRequested();
            }
        };
        reporter.Start();
        Assert.False(await reporter.FlushAsync(s_patience));

        hangs = false;

        Assert.True(await reporter.FlushAsync(s_patience));
        Assert.Equal(ReporterState.Running, reporter.State);
    }

    [Fact]
    public async Task R1_flush_reports_at_once()
    {
        MemoryReporter reporter = Start();
        reporter.Next();
        _metrics.Count(2);

        Assert.True(await reporter.FlushAsync(s_patience));

        Assert.Equal(2, reporter.LastTotal);
        Assert.False(reporter.Arrived[^1].IsLast);
    }

    [Fact]
    public async Task R1_flush_of_a_reporter_that_does_not_run_is_false()
    {
        MemoryReporter reporter = Create();
        Assert.False(await reporter.FlushAsync(s_patience));

        reporter.Start();
        await reporter.StopAsync(s_patience);
        Assert.False(await reporter.FlushAsync(s_patience));
    }

    [Fact]
    public async Task R1_stopping_twice_gives_the_same_result_and_one_last_report()
    {
        MemoryReporter reporter = Start();
        reporter.Next();

        bool[] stopped = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => reporter.StopAsync(s_patience)));
        reporter.Dispose();
        await reporter.DisposeAsync();

        Assert.All(stopped, Assert.True);
        Assert.Single(reporter.Arrived, report => report.IsLast);
        Assert.Equal(1, reporter.Closed);
    }

    [Fact]
    public async Task R1_reporter_that_was_never_started_can_be_stopped_and_not_started_afterwards()
    {
        MemoryReporter reporter = Create();

        Assert.True(await reporter.StopAsync(s_patience));

        Assert.Throws<InvalidOperationException>(reporter.Start);
        Assert.Equal(0, reporter.Opened + reporter.Closed);
    }

    [Fact]
    public void R1_reports_at_intervals()
    {
        MemoryReporter reporter = Start(new() { Interval = TimeSpan.FromMilliseconds(100) });

        for (int i = 0; i < 4; i++)
        {
            reporter.Next();
        }
    }

    [Fact]
    public async Task R1_failing_reporter_goes_on_and_reports_the_first_failure_and_the_recovery()
    {
        MemoryReporter reporter = Create();
        var notices = new List<string>();
        reporter.Noticed += (_, notice) => notices.Add(notice.Message);
        reporter.OnReport = static _ => throw new ReportException("the server is away.");
        reporter.Start();
        for (int i = 0; i < 3; i++)
        {
            Assert.False(await reporter.FlushAsync(s_patience));
        }

        Assert.Equal(ReporterState.Failing, reporter.State);
        string failure = Assert.Single(notices);
        Assert.Equal($"Reporter '{reporter.Name}' failed to report to memory: the server is away. It continues to try.", failure);

        reporter.OnReport = static _ => { };
        Assert.True(await reporter.FlushAsync(s_patience));

        Assert.Equal(ReporterState.Running, reporter.State);
        Assert.Equal(2, notices.Count);
        Assert.StartsWith($"Reporter '{reporter.Name}' reports to memory again, after ", notices[1], StringComparison.Ordinal);
        Assert.Equal("the server is away", reporter.LastError);
        Assert.True(reporter.Failures >= 3);
    }

    [Fact]
    public async Task R1_each_report_is_a_span()
    {
        var spans = new Recorder();
        _metrics.Dispatcher.Attach("spans", EventPattern.Parse("telemetry.reporter.report.*"), spans.Handle);
        MemoryReporter reporter = Start(new() { Name = "spans" });
        reporter.Next();
        reporter.OnReport = static _ => throw new ReportException("no");
        await reporter.StopAsync(s_patience);

        Assert.Equal(
            ["start", "stop", "start", "exception"], spans.Records.Select(record => record.EventName.Segments[^1]));
        Assert.Equal("1", spans.Records[1].Measurements["series"].ToString());
        Assert.Equal("10", spans.Records[1].Measurements["bytes"].ToString());
        Assert.True(spans.Records[1].Measurements.ContainsKey("duration"));
        Assert.All(
            spans.Records,
            record => Assert.Equal(
                ["spans", "memory", "memory"],
                ((string[])["reporter", "reporter_kind", "target"]).Select(key => record.Metadata[key].ToString())));
    }

    [Theory]
    [InlineData("job.count", "", "job.count")]
    [InlineData("job.*", "", "job.count,job.size")]
    [InlineData("*.size", "", "job.size")]
    [InlineData("JOB.SIZE", "", "job.size")]
    [InlineData("", "Web", "web.hits")]
    [InlineData("*.count,web.*", "", "job.count,web.hits")]
    [InlineData("job.*", "web", "")]
    public async Task R1_metrics_are_selected_by_names_and_group(string names, string group, string expected)
    {
        _metrics.Registry.Add(new("job.size", MetricType.Sum));
        _metrics.Registry.Add(new("web.hits", MetricType.Counter) { Group = "web" });
        MemoryReporter reporter = Start(new()
        {
            Metrics = names.Split(',', StringSplitOptions.RemoveEmptyEntries),
            Group = group.Length == 0 ? null : group,
        });

        await reporter.FlushAsync(s_patience);

        Assert.Equal(expected, string.Join(",", reporter.Arrived[^1].Snapshot.Metrics.Select(metric => metric.Definition.Name)));
    }

    [Fact]
    public void R1_names_are_unique_among_those_that_run()
    {
        MemoryReporter first = Start(new() { Name = "unique-name" });
        MemoryReporter second = Create(new() { Name = "Unique-Name" });

        ReporterException error = Assert.Throws<ReporterException>(second.Start);

        Assert.Equal(ReporterErrorKind.ReporterAlreadyExists, error.Kind);
        Assert.Equal(0, second.Opened);
        first.Dispose();
        second.Start();
        Assert.Contains(second, Reporter.List());
    }

    [Fact]
    public void R1_names_that_are_not_given_are_the_kind_and_a_number()
    {
        MemoryReporter[] reporters = [Start(), Start(), Start()];

        Assert.Equal(3, reporters.Select(reporter => reporter.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(reporters, reporter => Assert.Matches("^memory(-[0-9]+)?$", reporter.Name));
    }

    [Fact]
    public void R1_reporter_that_cannot_open_is_not_started_and_can_be_started_later()
    {
        MemoryReporter reporter = Create(new() { Name = "cannot-open" });
        reporter.OnOpen = static () => throw new ReporterException(ReporterErrorKind.PortInUse, "taken");

        Assert.Throws<ReporterException>(reporter.Start);
        Assert.Equal(ReporterState.Created, reporter.State);
        Assert.DoesNotContain(reporter, Reporter.List());

        reporter.OnOpen = static () => { };
        reporter.Start();
        reporter.Next();
    }

    [Theory]
    [InlineData(99)]
    [InlineData(86_400_001)]
    [InlineData(-1)]
    public void R1_interval_out_of_range_is_refused(int milliseconds) => Assert.Equal(
        ReporterErrorKind.InvalidInterval,
        Assert.Throws<ReporterException>(() => Create(new() { Interval = TimeSpan.FromMilliseconds(milliseconds) })).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a[b]")]
    public void R1_name_of_a_metric_that_is_not_valid_is_refused(string name) => Assert.Equal(
        ReporterErrorKind.InvalidOption, Assert.Throws<ReporterException>(() => Create(new() { Metrics = [name] })).Kind);

    [Fact]
    public async Task R1_subscriber_that_fails_harms_nothing()
    {
        MemoryReporter reporter = Create();
        int notices = 0;
        reporter.Noticed += static (_, _) => throw new InvalidOperationException("boom");
        reporter.Noticed += (_, _) => notices++;
        reporter.OnReport = static _ => throw new ReportException("no");
        reporter.Start();
        await reporter.FlushAsync(s_patience);
        reporter.OnReport = static _ => { };

        Assert.True(await reporter.FlushAsync(s_patience));
        Assert.Equal(2, notices);
    }

    [Theory]
    [InlineData("telemetry.reporter.report.start")]
    [InlineData("telemetry.reporter.report.stop")]
    [InlineData("telemetry.reporter.report.exception")]
    public async Task R1_exception_that_passes_through_a_handler_of_a_report_ends_nothing(string eventName)
    {
        _metrics.Dispatcher.AddPassThrough(static e => e is OperationCanceledException);
        _metrics.Dispatcher.Attach(
            "passes", eventName, static (in EventData _, object? _) => throw new OperationCanceledException("not the reporter's"));
        MemoryReporter reporter = Create();
        bool fails = eventName.EndsWith("exception", StringComparison.Ordinal);
        reporter.OnReport = _ =>
        {
            if (fails)
            {
                throw new ReportException("no");
            }
        };
        reporter.Start();

        Assert.Equal(!fails, await reporter.FlushAsync(s_patience));
        Assert.Equal(fails ? "no" : null, reporter.LastError);
        fails = false;
        Assert.True(await reporter.StopAsync(s_patience));
    }

    [Fact]
    public async Task R1_stop_ends_whatever_the_reporter_throws_while_it_closes_and_is_cancelled()
    {
        using var isUnderWay = new ManualResetEventSlim();
        MemoryReporter reporter = Create();
        reporter.OnClose = static () => throw new InvalidOperationException("close");
        reporter.OnReport = context =>
        {
            using CancellationTokenRegistration registration = context.Cancellation.Register(
                static () => throw new InvalidOperationException("cancel"));
            isUnderWay.Set();
            context.Cancellation.WaitHandle.WaitOne();
            throw new ReportException("cancelled");
        };
        reporter.Start();
        Threads.WaitFor(isUnderWay);

        Assert.False(await reporter.StopAsync(TimeSpan.FromMilliseconds(200)));
        Assert.Equal(ReporterState.Stopped, reporter.State);
        Assert.DoesNotContain(reporter, Reporter.List());
    }

    [Fact]
    public async Task R1_report_whose_time_is_over_is_not_made_after_the_stop()
    {
        using var isUnderWay = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        MemoryReporter reporter = Create();
        reporter.OnReport = _ =>
        {
            isUnderWay.Set();
            release.Wait();
        };
        reporter.Start();
        Threads.WaitFor(isUnderWay);
        Assert.False(await reporter.StopAsync(TimeSpan.FromMilliseconds(50)));
        Thread worker = reporter.Worker!;

        release.Set();

        Assert.True(worker.Join(s_patience));
        Assert.DoesNotContain(reporter.Arrived, report => report.IsLast);
    }

    [Fact]
    public async Task R1_timeouts_are_checked_where_they_are_given()
    {
        MemoryReporter reporter = Start();
        reporter.Next();

        foreach (TimeSpan timeout in (TimeSpan[])[TimeSpan.MaxValue, TimeSpan.FromDays(60), TimeSpan.FromSeconds(-1)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = reporter.FlushAsync(timeout); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = reporter.StopAsync(timeout); });
        }

        Assert.True(await reporter.FlushAsync(Timeout.InfiniteTimeSpan));
        Assert.True(await reporter.StopAsync(Timeout.InfiniteTimeSpan));
        Assert.True(reporter.Arrived[^1].IsLast);
    }

    [Fact]
    public async Task R1_flush_after_the_disposal_of_a_reporter_that_was_never_started_is_false()
    {
        MemoryReporter reporter = Create();
        await reporter.DisposeAsync();

        Assert.False(await reporter.FlushAsync(Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task R5_nothing_is_reported_of_a_registry_that_is_disposed()
    {
        MemoryReporter reporter = Start();
        reporter.Next();
        _metrics.Dispose();

        Assert.False(await reporter.StopAsync(s_patience));
        Assert.Single(reporter.Arrived);
        Assert.Contains("disposed", reporter.LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    public void R1_name_that_is_blank_or_has_control_characters_is_refused(string name) => Assert.Equal(
        ReporterErrorKind.InvalidOption, Assert.Throws<ReporterException>(() => Create(new() { Name = name })).Kind);

    [Fact]
    public async Task R1_handler_of_a_report_can_stop_its_reporter()
    {
        MemoryReporter reporter = Create();
        Task<bool>? stopped = null;
        _metrics.Dispatcher.Attach(
            "stop", "telemetry.reporter.report.stop", (in EventData _, object? _) => stopped ??= reporter.StopAsync(s_patience));
        reporter.Start();

        reporter.Next();

        Assert.True(reporter.Next().IsLast);
        Assert.True(await stopped!);
    }

    private MemoryReporter Create(MemoryReporterOptions? options = null)
    {
        MemoryReporterOptions given = options ?? new();
        var reporter = new MemoryReporter(new MemoryReporterOptions
        {
            Name = given.Name,
            Registry = _metrics.Registry,
            Metrics = given.Metrics,
            Group = given.Group,
            Interval = given.Interval,
            StatePath = given.StatePath,
        });
        _reporters.Add(reporter);
        return reporter;
    }

    private MemoryReporter Start(MemoryReporterOptions? options = null)
    {
        MemoryReporter reporter = Create(options);
        reporter.Start();
        return reporter;
    }
}
