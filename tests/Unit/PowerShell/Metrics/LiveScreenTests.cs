using System.Management.Automation;
using Telemetry.Hosting;
using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>The live view of metrics on a host's screen.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class LiveScreenTests : IDisposable
{
    private readonly ScreenHost _host = new(width: 80, height: 12);
    private readonly TelemetrySession _session;
    private readonly List<Action> _frames = [];
    private int _frame;

    public LiveScreenTests()
    {
        _session = TelemetrySession.Open(_host);
        _session.Run("Register-TelemetryMetric job.n Counter -Tag kind; Register-TelemetryMetric queue.depth LastValue");
        MetricRegistry.Default.Collecting += OnCollecting;
    }

    public void Dispose()
    {
        MetricRegistry.Default.Collecting -= OnCollecting;
        _session.Run("Get-TelemetryMetric | Unregister-TelemetryMetric");
        _session.Dispose();
    }

    [Fact]
    public void Frame_is_drawn_over_the_one_before_and_below_what_was_there()
    {
        _host.UI.WriteLine("before");
        _frames.AddRange([() => Emit("mail"), () => Emit("mail"), () => Emit("mail")]);

        Watch();
        _host.UI.WriteLine("after");

        string[] lines = _host.Lines;
        Assert.Equal("before", lines[0]);
        Assert.Matches(@"^\d\d:\d\d:\d\d, every 100ms: 2 metrics with 1 series\.", lines[1]);
        Assert.Equal("job.n", lines[4]);
        Assert.Matches(@"^  kind=mail +\d+(\.\d+)? +3 +3$", lines[5]);
        Assert.Equal("after", lines[6]);
        Assert.Equal(7, lines.Length);
    }

    [Fact]
    public void Lines_that_did_not_change_are_not_written_again()
    {
        _frames.AddRange([() => Emit("mail"), () => Emit("mail")]);

        Watch();

        Assert.Single(_host.Written, text => text.StartsWith("Metric ", StringComparison.Ordinal));
        Assert.Single(_host.Written, text => text.StartsWith("job.n", StringComparison.Ordinal));
        Assert.Equal(2, _host.Written.Count(text => text.StartsWith("  kind=mail", StringComparison.Ordinal)));
    }

    [Fact]
    public void Frame_that_grows_at_the_end_of_the_screen_moves_the_others_up()
    {
        for (int i = 0; i < 9; i++)
        {
            _host.UI.WriteLine($"before {i}");
        }

        _frames.AddRange([() => Emit("a"), () => Emit("b"), () => Emit("a")]);

        Watch();

        string[] lines = _host.Lines;
        Assert.Equal("before 8", lines[4]);
        Assert.StartsWith("Metric ", lines[7], StringComparison.Ordinal);
        Assert.Equal("job.n", lines[8]);
        Assert.Matches("^  kind=a .* 2 +2$", lines[9]);
        Assert.Matches("^  kind=b .* 1 +1$", lines[10]);
        Assert.Equal(11, lines.Length);
    }

    [Fact]
    public void Rows_that_are_gone_leave_nothing()
    {
        _frames.AddRange([() => Emit("a"), () => Emit("b"), () => MetricRegistry.Default.Remove("job.n")]);

        Watch();

        Assert.Equal(3, _host.Lines.Length);
        Assert.StartsWith("Metric ", _host.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Frame_that_is_higher_than_the_screen_says_how_much_is_left_out()
    {
        _frames.Add(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                Emit($"k{i}");
            }
        });

        Watch();

        string[] lines = _host.Lines;
        Assert.Equal(11, lines.Length);
        Assert.Equal("… and 14 more lines. Select metrics by -Name, or make the window higher.", lines[10]);
    }

    [Fact]
    public void Long_tags_are_cut_and_never_wrap()
    {
        _frames.AddRange([() => Emit(new string('x', 90)), () => Emit("b\u001b[2J\nc")]);

        Watch();

        Assert.All(_host.Lines, line => Assert.InRange(line.Length, 0, 79));
        Assert.Contains(_host.Lines, line => line.Contains("xxx…", StringComparison.Ordinal));
        Assert.Contains(_host.Lines, line => line.StartsWith("  kind=b [2J c ", StringComparison.Ordinal));
    }

    [Fact]
    public void After_the_window_has_changed_the_view_goes_on_below()
    {
        _frames.AddRange([() => Emit("a"), () =>
        {
            Emit("a");
            _host.Resize(60, 20);
        }]);

        Watch();

        string[] lines = _host.Lines;
        Assert.Equal(10, lines.Length);
        Assert.Matches("^  kind=a .* 1 +1$", lines[4]);
        Assert.Matches("^  kind=a .* 2 +2$", lines[9]);
        Assert.InRange(lines[9].Length, 1, 59);
    }

    [Fact]
    public void Output_that_is_piped_is_not_drawn()
    {
        _frames.Add(() => Emit("a"));

        IReadOnlyList<PSObject> output = _session.Run("Watch-TelemetryMetric -Count 1 | ForEach-Object { \"> $_\" }");

        Assert.Contains("> job.n", output.Select(line => line.ToString()));
        Assert.Empty(_host.Written);
    }

    private static void Emit(string kind) => TelemetryDispatcher.Default.Execute("job", [], [new("kind", kind)]);

    private void Watch() => _session.Run($"Watch-TelemetryMetric -Interval 100ms -Count {_frames.Count}");

    private void OnCollecting(object? sender, EventArgs e)
    {
        if (_frame < _frames.Count)
        {
            _frames[_frame++]();
        }
    }
}
