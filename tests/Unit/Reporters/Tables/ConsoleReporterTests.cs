using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

public sealed class ConsoleReporterTests : IDisposable
{
    private static readonly TimeSpan s_patience = Threads.Patience;

    private readonly MetricsOfATest _metrics = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly List<Reporter> _reporters = [];

    public void Dispose()
    {
        _reporters.ForEach(reporter => reporter.Dispose());
        _metrics.Dispose();
        _output.Dispose();
    }

    [Fact]
    public async Task R1_table_has_a_title_with_the_time_and_a_row_for_each_series_of_the_interval()
    {
        _metrics.Registry.Add(new("web.hits", MetricType.Counter));
        ConsoleReporter reporter = Start();
        _metrics.Count(3);
        Assert.True(await reporter.FlushAsync(s_patience));

        string[] lines = _output.ToString().Split('\n');

        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, the last [0-9.E-]+ s$", lines[0]);
        Assert.Matches("^Count +Rate/s +Value +Mean +P50 +P95 +P99 +Unit +Metric$", lines[1]);
        Assert.Matches(@"^ +3 +[0-9.]+ +3 +job\.count$", lines[2]);
        Assert.Equal(["", ""], lines[3..]);
        Assert.Equal(1, reporter.LastSize!.Value.Series);
        Assert.Equal("StringWriter", reporter.Target);
        Assert.Equal("console", new ConsoleReporter(new()).Target);
        Assert.Equal(TimeSpan.FromSeconds(10), new ConsoleReporter(new()).Interval);
    }

    [Fact]
    public async Task R1_interval_without_anything_writes_nothing_and_the_next_one_its_own_numbers()
    {
        _metrics.Count(5);
        ConsoleReporter reporter = Start();
        Assert.True(await reporter.FlushAsync(s_patience));
        Assert.Empty(_output.ToString());

        _metrics.Count(2);
        Assert.True(await reporter.StopAsync(s_patience));

        Assert.Matches(@"\n +2 +[0-9.]+ +2 +job\.count\n", _output.ToString());
    }

    [Fact]
    public async Task R1_prefix_and_escaped_tags_are_part_of_the_name()
    {
        _metrics.Registry.Add(new("job.kinds", MetricType.Counter) { Tags = ["kind"], Events = ["job.done"] });
        ConsoleReporter reporter = Start(prefix: "app");
        _metrics.Dispatcher.Execute("job.done", [], [new("kind", "\u001b[2J\r\nmail\u202e")]);

        await reporter.FlushAsync(s_patience);

        Assert.Contains(@" app.job.kinds{kind=\u001b[2J\u000d\u000amail\u202e}" + "\n", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_output.ToString(), c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public async Task R1_writer_that_throws_is_a_failure_and_its_numbers_are_in_the_next_table()
    {
        var writer = new FailingWriter();
        ConsoleReporter reporter = Start(writer);
        _metrics.Count(3);
        Assert.False(await reporter.FlushAsync(s_patience));
        Assert.Equal("no room", reporter.LastError);
        Assert.Equal(ReporterState.Failing, reporter.State);

        writer.Fails = false;
        _metrics.Count(4);
        Assert.True(await reporter.StopAsync(s_patience));

        Assert.Matches(@"\n +7 ", writer.ToString());
        Assert.False(writer.IsClosed);
    }

    [Fact]
    public void R1_width_that_has_no_room_is_refused()
    {
        var error = Assert.Throws<ReporterException>(() => new ConsoleReporter(new() { Width = 39 }));

        Assert.Equal(ReporterErrorKind.InvalidOption, error.Kind);
        Assert.Throws<ArgumentNullException>(() => new ConsoleReporter(null!));
    }

    private ConsoleReporter Start(TextWriter? output = null, string? prefix = null)
    {
        var reporter = new ConsoleReporter(
            new() { Output = output ?? _output, Registry = _metrics.Registry, Prefix = prefix, Interval = TimeSpan.FromDays(1) });
        _reporters.Add(reporter);
        reporter.Start();
        return reporter;
    }

    private sealed class FailingWriter : StringWriter
    {
        internal bool Fails { get; set; } = true;

        internal bool IsClosed { get; private set; }

        public override void Write(string? value)
        {
            if (Fails)
            {
                throw new IOException("no room.");
            }

            base.Write(value);
        }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
