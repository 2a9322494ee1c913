using System.Globalization;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class TreeTests : IDisposable
{
    // Events of spans with durations and parents of a test's choice, as those read again from a file.
    private const string Spans =
        """
        $script:time = [datetime]::new(2026, 11, 28, 12, 0, 0, [System.DateTimeKind]::Utc)
        function event([string] $Name, [double] $At, $Measurements = @{}, $Metadata = @{}, $In) {
            $span = if ($In) { [pscustomobject]@{ Context = $In } }
            [pscustomobject]@{
                EventName = $Name; Timestamp = $script:time.AddMilliseconds($At); Span = $span
                Measurements = $Measurements; Metadata = $Metadata
            }
        }
        function span(
            [string] $Name, $Id, $Parent, [double] $From, [double] $Ms, [string] $Failure, [switch] $Open, [switch] $NoStart, $Fields = @{}
        ) {
            $links = @{ telemetry_span_context = $Id } + $Fields
            if ($null -ne $Parent) { $links.telemetry_span_parent = $Parent }
            if (-not $NoStart) { event "$Name.start" $From @{} $links }
            if ($Open) { return }
            $took = @{ duration = [timespan]::FromMilliseconds($Ms) }
            $failed = @{ kind = 'X'; reason = [System.Exception]::new($Failure); stacktrace = 'at x' }
            if ($Failure) { event "$Name.exception" ($From + $Ms) $took ($links + $failed) }
            else { event "$Name.stop" ($From + $Ms) $took $links }
        }
        """;

    private readonly ModuleSession _session = new();

    public TreeTests() => _session.Run(Spans);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Spans_are_below_their_parents_by_their_start_with_the_slowest_path_marked() => Equal(
        """
        $b = @(span b 3 1 50 40 -Fields @{ n = 2 })
        $run = @(span run 1 $null 0 100)
        $run[0]; $b[0]; span a 2 1 10 30 -Failure 'disk full'; event hit 60 @{ ms = 3 } -In 3; $b[1]; $run[1]
        """,
        "   100ms       * run",
        "    30ms   30%   ├─ a failed (disk full)",
        "    40ms   40% * └─ b n=2",
        "                    └─ hit ms=3");

    [Fact]
    public void A_single_span_is_not_a_path() => Equal("span run 1 $null 0 100", "   100ms         run");

    [Fact]
    public void Spans_without_an_end_without_a_start_and_without_a_traced_parent_are_shown() => Equal(
        """
        span run 1 $null 0 0 -Open
        span late 2 1 5 20 -NoStart
        span lost 3 99 10 5
        span remote 4 '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' 20 1
        """,
        "                 run (open)",
        "    20ms         └─ late",
        "     5ms       * lost (parent not traced)",
        "     1ms         remote (parent in another process)");

    [Fact]
    public void Spans_that_are_the_parents_of_each_other_are_shown_once()
    {
        string[] lines = Lines("span a 1 2 0 10; span b 2 1 1 5; span c 3 3 2 1");

        Assert.Equal(3, lines.Length);
        Assert.Contains(lines, line => line.EndsWith("└─ b", StringComparison.Ordinal));
    }

    [Fact]
    public void Ten_thousand_siblings_fold_to_the_failed_and_the_slowest_ones()
    {
        string[] lines = Lines(
            """
            span run 1 $null 0 0 -Open
            for ($i = 0; $i -lt 10000; $i++) { span file (10 + $i) 1 $i 5 -Failure $(if ($i -eq 7777) { 'locked' }) }
            span file 20000 1 30000 900 -Fields @{ path = 'big' }
            """,
            "-MaxChildren 2");

        Assert.Equal(
            [
                "                 run (open)",
                "     5ms         ├─ file failed (locked)",
                "   900ms         ├─ file path=big",
                "     50s         └─ … 9,999 more file: mean 5ms, max 5ms",
            ],
            lines);
    }

    [Fact]
    public void Short_spans_fold_unless_they_failed_and_levels_beyond_the_depth_do()
    {
        const string Events = "span run 1 $null 0 100; span a 2 1 1 1; span a 3 1 2 1 -Failure x; span a 4 1 3 50; span in 5 4 4 40; hit";

        Equal(
            Events.Replace("hit", "event hit 5 -In 4", StringComparison.Ordinal),
            "-MinDuration 10ms -Depth 2",
            "   100ms       * run",
            "     1ms    1%   ├─ a failed (x)",
            "    50ms   50% * ├─ a",
            "    40ms         │  ├─ … 1 in",
            "                 │  └─ … 1 hit",
            "     1ms         └─ … 1 more a");
    }

    [Fact]
    public void Deep_nesting_neither_overflows_nor_takes_long_lines()
    {
        string[] lines = Lines("for ($i = 1; $i -le 5000; $i++) { span s $i $(if ($i -gt 1) { $i - 1 }) $i 10 }", "-Depth 1000");

        Assert.Equal(1001, lines.Length);
        Assert.EndsWith("… 1 s", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Live_lines_come_as_spans_end_below_the_spans_around_them() => Equal(
        """
        $run = span run 1 $null 0 100
        $a = span a 2 1 1 10; $b = span b 3 1 2 10
        $run[0]; $a[0]; $b[0]; event hit 3 -In 2; event hit 4 -In 3; event miss 5 -In 3; $b[1]; $a[1]; $run[1]
        """,
        "-Live",
        "                 run (open)",
        "                 ├─ a (open)",
        "                 │  ├─ hit",
        "                 ├─ b (open)",
        "                 │  ├─ hit",
        "                 │  ├─ miss",
        "    10ms         ├─ b",
        "    10ms         ├─ a",
        "   100ms         run");

    [Fact]
    public void Live_lines_are_written_before_the_trace_ends()
    {
        string script = $"{Spans}\n& {{ span a 1 $null 0 1; 'first'; span b 2 $null 5 1 }} | & {{ process {{ "
            + "if ($_ -is [string]) { $script:seen = $script:lines } else { $_ } } } | Format-TelemetryTree -Live | "
            + "& { process { $script:lines++ } }; $script:seen; $script:lines";

        Assert.Equal([1, 2], _session.Run(script).Clean().Output);
    }

    [Theory]
    [InlineData("'text'", "*String*")]
    [InlineData("$null", "*null*")]
    [InlineData("[pscustomobject]@{ EventName = 'a b' }", "*PSCustomObject*")]
    public void An_object_that_is_not_an_event_is_an_error_and_the_others_are_shown(string item, string message)
    {
        ScriptResult result = _session.Run($"{Spans}\n& {{ {item}; span run 1 $null 0 100 }} | Format-TelemetryTree");

        Assert.StartsWith("InvalidTracedEvent", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Matches(message.Replace("*", ".*", StringComparison.Ordinal), result.Error.Exception.Message);
        Assert.Equal("     100ms         run".TrimStart(), $"{result.Single}".TrimStart());
    }

    [Fact]
    public void The_message_of_a_failure_cannot_break_the_line_or_color_the_screen() => Equal(
        "span run 1 $null 0 1 -Failure \"a`nb$([char]27)[31m\"", "     1ms         run failed (a b [31m)");

    private void Equal(string events, params string[] expected)
    {
        string arguments = expected[0].StartsWith('-') ? expected[0] : string.Empty;
        Assert.Equal(expected.Skip(arguments.Length > 0 ? 1 : 0), Lines(events, arguments));
    }

    private string[] Lines(string events, string arguments = "")
    {
        ScriptResult result = _session.Run($"{Spans}\n& {{ {events} }} | Format-TelemetryTree {arguments}").Clean();
        return [.. result.Output.Select(line => Convert.ToString(line, CultureInfo.InvariantCulture)!)];
    }
}
