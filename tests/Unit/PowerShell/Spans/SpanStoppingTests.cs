using System.Collections.Concurrent;
using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>A span whose pipeline is stopped ends, and every handler hears of it, also those of the session that is
/// stopping.</summary>
[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class SpanStoppingTests : IDisposable
{
    private const string Stopped = "System.Management.Automation.PipelineStoppedException";

    private const string Register =
        """
        param($heard)
        Register-TelemetryHandler NAME x.start, x.stop, x.exception -Config $heard {
            param($name, $measurements, $metadata, $heard)
            $script:calls++
            $heard.Enqueue("NAME $name $($metadata.kind) $script:calls".Trim())
        }
        """;

    private readonly ModuleSession _home = new();
    private readonly ModuleSession _other = new();
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly ManualResetEventSlim _ready = new();

    public void Dispose()
    {
        _home.Dispose();
        _other.Dispose();
        _ready.Dispose();
    }

    public static TheoryData<string> Places =>
    [
        "Invoke-TelemetrySpan x { wait }",
        "Invoke-TelemetrySpan x { $null = $_; wait }",
        "Invoke-TelemetrySpan x { $global:ready.Set(); while ($true) { } }",
        "Invoke-TelemetrySpan x { try { wait } catch { } }",
        "1 | Invoke-TelemetrySpan x { begin { wait } }",
        "1 | Invoke-TelemetrySpan x { process { wait } }",
        "Invoke-TelemetrySpan x { process { } end { wait } }",

        // Here the block waits while others work: between two steps, before its end, and inside of a step that writes.
        "& { 1; wait } | Invoke-TelemetrySpan x { process { 'p' } end { 'never' } }",
        "& { 1; wait } | Invoke-TelemetrySpan x { 'never' }",
        "& { wait } | Invoke-TelemetrySpan x { 'never' }",
        "Invoke-TelemetrySpan x { 1 } | ForEach-Object { wait }",
    ];

    [Theory]
    [MemberData(nameof(Places))]
    public void C31_stopped_span_ends_and_handlers_at_home_and_elsewhere_hear_of_it(string script)
    {
        _home.Run(Register.Replace("NAME", "home", StringComparison.Ordinal), _heard).Clean();
        _other.Run(Register.Replace("NAME", "elsewhere", StringComparison.Ordinal), _heard).Clean();
        using var events = new SpanRecorder();

        PSDataStreams streams = RunAndStop(script);

        Assert.Equal(
            [
                "home x.start  1", "elsewhere x.start  1",
                $"home x.exception {Stopped} 2", $"elsewhere x.exception {Stopped} 2",
            ],
            _heard);
        Assert.IsType<PipelineStoppedException>(SpanRecorder.Metadata(events["x.exception"], "reason"));
        Assert.Empty(streams.Error);
        Assert.Empty(streams.Warning);
    }

    [Fact]
    public void C31_stopped_spans_end_from_the_inside_out_after_finally_and_clean_blocks()
    {
        _home.Run(Register.Replace("NAME", "h", StringComparison.Ordinal), _heard).Clean();
        _home.Run("param($heard) $global:heard = $heard", _heard).Clean();

        RunAndStop(
            """
            & { 1; Invoke-TelemetrySpan x { try { wait } finally { $global:heard.Enqueue('finally') } } } |
                Invoke-TelemetrySpan x { process { } clean { $global:heard.Enqueue('clean') } }
            """);

        Assert.Equal(
            ["h x.start  1", "h x.start  2", "finally", $"h x.exception {Stopped} 3", "clean", $"h x.exception {Stopped} 4"],
            _heard);
    }

    [Fact]
    public void C30_span_in_a_finally_block_of_a_stopped_script_is_a_whole_one()
    {
        using var events = new SpanRecorder();

        RunAndStop("try { wait } finally { Invoke-TelemetrySpan x { $_.Metadata.done = 1 } }");

        Assert.Equal(["x.start", "x.stop"], events.Names);
        Assert.Equal(1, SpanRecorder.Metadata(events["x.stop"], "done"));
    }

    [Fact]
    public void C34_failing_handler_of_a_stopped_span_is_unregistered_with_a_warning()
    {
        _home.Run("Register-TelemetryHandler bad x.exception { throw 'oh' }").Clean();

        PSDataStreams streams = RunAndStop("Invoke-TelemetrySpan x { wait }");

        Assert.Contains("'bad' failed", Assert.Single(streams.Warning).Message, StringComparison.Ordinal);
        Assert.False(TelemetryDispatcher.Default.TryGetHandler("bad", out _));
    }

    [Fact]
    public void C31_span_ends_where_another_command_of_the_pipeline_fails()
    {
        _home.Run(Register.Replace("NAME", "h", StringComparison.Ordinal), _heard).Clean();

        ScriptResult before = _home.Run("try { & { 1; throw 'before' } | Invoke-TelemetrySpan x { process { } } } catch { \"$_\" }");
        ScriptResult after = _home.Run("try { Invoke-TelemetrySpan x { 1 } | ForEach-Object { throw 'after' } } catch { \"$_\" }");

        Assert.Equal("before", before.Clean().Single);
        Assert.Equal("after", after.Clean().Single);
        Assert.Equal(
            [
                "h x.start  1", $"h x.exception {Stopped} 2",

                // Thrown through the block, which waits for what it writes to be taken.
                "h x.start  3", "h x.exception System.Management.Automation.RuntimeException 4",
            ],
            _heard);
    }

    [Theory]
    [InlineData("Invoke-TelemetrySpan x { foreach ($i in 1..9) { $i } }")]
    [InlineData("Invoke-TelemetrySpan x { $null = $_; Invoke-TelemetrySpan x { 1 } }")]
    [InlineData("1..9 | ForEach-Object { $_ } | Invoke-TelemetrySpan x { process { $_ } }")]
    [InlineData("1..9 | Invoke-TelemetrySpan x { process { $_ } end { } clean { } } | Invoke-TelemetrySpan x { $input }")]
    public void C31_stopped_at_any_moment_every_span_ends_once(string script)
    {
        const int Stops = 150;

        // Not without an end: the engine forgets a stop that comes in the instant in which any pipeline is cleaned up.
        string loop = $"foreach ($i in 1..1000) {{ {script} }}";
        var random = new Random(script.Length);
        int stopped = 0;
        bool hasFailed = false;
        for (int i = 0; i < Stops; i++)
        {
            using var events = new SpanRecorder();
            using var pipeline = PowerShell.Create(_home.Session.Runspace);
            pipeline.AddScript(loop);
            IAsyncResult run = pipeline.BeginInvoke();
            Assert.True(SpinWait.SpinUntil(() => events.Count > 0, Threads.Patience));
            Thread.SpinWait(random.Next(60_000));
            pipeline.Stop();
            if (Record.Exception(() => pipeline.EndInvoke(run)) is { } exception)
            {
                Assert.IsAssignableFrom<PipelineStoppedException>(exception);
                stopped++;
            }

            hasFailed |= events.Names.Contains("x.exception");
            Assert.All(
                events.Records.GroupBy(record => SpanRecorder.Metadata(record, "telemetry_span_context")),
                span =>
                {
                    Assert.Equal("x.start", span.First().EventName.ToString());
                    Assert.Contains(Assert.Single(span.Skip(1)).EventName.ToString(), (string[])["x.stop", "x.exception"]);
                });
        }

        Assert.True(hasFailed);
        Assert.NotEqual(0, stopped);
    }

    private PSDataStreams RunAndStop(string script)
    {
        _home.Run("param($ready) $global:ready = $ready; function global:wait { $global:ready.Set(); while ($true) { } }", _ready).Clean();
        using var pipeline = PowerShell.Create(_home.Session.Runspace);
        pipeline.AddScript(script);
        IAsyncResult run = pipeline.BeginInvoke();
        Threads.WaitFor(_ready);
        pipeline.Stop();
        Assert.ThrowsAny<PipelineStoppedException>(() => pipeline.EndInvoke(run));
        return pipeline.Streams;
    }
}
