using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class FailureTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    public static TheoryData<string, string> Failures => new()
    {
        { "throw 'boom'", "boom" },
        { "1/0", "divide by zero" },
        { "[int]'x'", "x" },
        { "[string]::new([char[]]$null, 5, 5)", "" },
        { "Get-Command no-such-command -ErrorAction Stop", "no-such-command" },
        { "no-such-command", "no-such-command" },
        { "fail 'stop' -ErrorAction Stop", "stop" },
        { "break", "break" },
        { "continue", "continue" },
        { "exit 3", "exit" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void C20_C22_failing_handler_is_unregistered_with_one_warning_and_the_emitter_goes_on(
        string statement, string message)
    {
        foreach (string emit in new[]
        {
            "Invoke-TelemetryEvent a.b",
            "try { Invoke-TelemetryEvent a.b } catch { 'caught' }",
            "$ErrorActionPreference = 'Stop'; Invoke-TelemetryEvent a.b",
            "foreach ($i in 1, 2) { Invoke-TelemetryEvent a.b }",
            "$e = Get-TelemetryEvent a.b; $e.Execute()",
        })
        {
            ScriptResult result = _session.Run(
                $$"""
                $script:others = 0
                $null = Register-TelemetryHandler bad a.b { {{statement}} ; 'next statement' } -WarningAction SilentlyContinue
                $null = Register-TelemetryHandler good a.b { $script:others++ } -Force
                {{emit}}
                $script:others -gt 0
                (Get-TelemetryHandler).Id
                """);

            Assert.Equal([true, "good"], result.Output);
            Assert.Empty(result.Errors);
            string warning = Assert.Single(result.Warnings);
            Assert.Contains("'bad'", warning, StringComparison.Ordinal);
            Assert.Contains("'a.b'", warning, StringComparison.Ordinal);
            Assert.Contains(message, warning, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void C18_handler_unregistered_by_an_earlier_one_still_runs_once()
    {
        ScriptResult result = _session.Run(
            """
            $script:n = 0
            Register-TelemetryHandler first a.b { Unregister-TelemetryHandler second }
            Register-TelemetryHandler second a.b { $script:n++ }
            Invoke-TelemetryEvent a.b
            $script:n
            (Get-TelemetryHandler).Id
            """);

        Assert.Equal([1, "first"], result.Clean().Output);
    }

    [Fact]
    public void C19_handler_that_emits_its_own_event_is_unregistered_and_the_session_lives()
    {
        ScriptResult result = _session.Run(
            """
            $script:depth = 0
            Register-TelemetryHandler circle a.b { $script:depth++; Invoke-TelemetryEvent a.b }
            Invoke-TelemetryEvent a.b
            $script:depth
            Test-TelemetryEvent a.b
            """);

        Assert.Equal([TelemetryDispatcher.MaxDepth, false], result.Output);
        Assert.Contains("circle", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void C19_handler_that_swallows_the_error_and_emits_twice_comes_to_an_end()
    {
        ScriptResult result = _session.Run(
            """
            $script:n = 0
            Register-TelemetryHandler circle a.b {
                $script:n++
                foreach ($i in 1, 2) { try { Invoke-TelemetryEvent a.b } catch { } }
            }
            Invoke-TelemetryEvent a.b
            $script:n
            Test-TelemetryEvent a.b
            """);

        Assert.Equal([TelemetryDispatcher.MaxDepth, false], result.Output);
    }

    [Fact]
    public void C23_C24_failure_event_tells_all_of_the_failure()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler watcher telemetry.handler.failure {
                $script:got = $_
                $script:listed = @(Get-TelemetryHandler bad*).Count
            }
            Register-TelemetryHandler bad a.b { throw 'boom' } 'cfg'
            Invoke-TelemetryEvent a.b @{ ms = 3 } @{ route = '/' }
            $d = $script:got.Metadata
            $d.event_name, $d.handler_id, $d.handler_config, $d.reason.Message, ($d.kind -eq $d.reason.GetType().FullName),
                $d.measurements.ms, $d.metadata.route, $script:listed
            $script:got.Measurements.system_time.Kind.ToString(), $script:got.Measurements.monotonic_time.GetType().Name
            """);

        Assert.Equal(["a.b", "bad", "cfg", "boom", true, 3, "/", 0, "Utc", "TimeSpan"], result.Output);
    }

    [Fact]
    public void C25_failing_handler_of_the_failure_event_is_unregistered_too()
    {
        ScriptResult result = _session.Run(
            """
            $script:seen = @()
            Register-TelemetryHandler worse telemetry.handler.failure { throw 'worse' }
            Register-TelemetryHandler watcher telemetry.handler.failure { param($n, $m, $d) $script:seen += $d.handler_id }
            Register-TelemetryHandler bad a.b { throw 'bad' }
            Invoke-TelemetryEvent a.b
            $script:seen
            (Get-TelemetryHandler).Id
            """);

        Assert.Equal(["bad", "worse", "watcher"], result.Output);
        Assert.Equal(2, result.Warnings.Length);
    }

    [Theory]
    [InlineData("Invoke-TelemetryEvent a.b")]
    [InlineData("try { Invoke-TelemetryEvent a.b } catch { 'caught' }")]
    [InlineData("$e = Get-TelemetryEvent a.b; $e.Execute()")]
    public void What_a_handler_writes_shows_at_the_emitter_and_unregisters_nothing(string emit)
    {
        ScriptResult result = _session.Run(
            $$"""
            Register-TelemetryHandler h a.b {
                fail 'an error'; warn 'a warning'; say 'an information'; $script:n = 1
            } -WarningAction SilentlyContinue
            {{emit}}
            $script:n
            (Get-TelemetryHandler).Id
            """);

        Assert.Equal([1, "h"], result.Output);
        Assert.Equal("an error", Assert.Single(result.Errors).ToString());
        Assert.Equal(["a warning"], result.Warnings);
        Assert.Equal(["an information"], result.Information);
    }

    [Fact]
    public void What_a_handler_writes_can_be_caught_at_the_emitter()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h a.b { fail 'an error'; warn 'a warning' } -WarningAction SilentlyContinue
            Invoke-TelemetryEvent a.b -ErrorVariable e -WarningVariable w -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            "$e", "$w"
            $r = Invoke-TelemetryEvent a.b 2>&1 3>&1
            $r.ForEach({ "$_" }) -join ', '
            """);

        Assert.Equal(["an error", "a warning", "an error, a warning"], result.Clean().Output);
    }

    [Theory]
    [InlineData("$ErrorActionPreference = 'Stop'; Invoke-TelemetryEvent a.b")]
    [InlineData("Invoke-TelemetryEvent a.b -ErrorAction Stop")]
    [InlineData("$ErrorActionPreference = 'Stop'; $e = Get-TelemetryEvent a.b; $e.Execute()")]
    public void S06_error_under_the_emitters_stop_is_a_warning_and_ends_nothing(string emit)
    {
        ScriptResult result = _session.Run(
            $$"""
            Register-TelemetryHandler h a.b { fail 'soft'; $script:n = 1 } -WarningAction SilentlyContinue
            {{emit}}
            $script:n
            (Get-TelemetryHandler).Id
            """);

        Assert.Equal([1, "h"], result.Output);
        Assert.Empty(result.Errors);
        Assert.Equal(["soft"], result.Warnings);
    }

    [Theory]
    [InlineData("throw [InvalidOperationException] 'boom'", "System.InvalidOperationException")]
    [InlineData("1/0", "System.DivideByZeroException")]
    [InlineData("[int]::Parse('x')", "System.FormatException")]
    [InlineData("no-such-command", "System.Management.Automation.CommandNotFoundException")]
    public void C23_reason_is_what_was_thrown_with_the_scripts_own_stack(string statement, string kind)
    {
        ScriptResult result = _session.Run(
            $$"""
            Register-TelemetryHandler watcher telemetry.handler.failure { $script:got = $_.Metadata }
            Register-TelemetryHandler bad a.b {
                function Inner { {{statement}} }
                Inner
            }
            Invoke-TelemetryEvent a.b
            $script:got.kind; $script:got.reason.GetType().FullName; $script:got.stacktrace
            """);

        Assert.Equal([kind, kind], result.Output[..2]);
        Assert.StartsWith("at Inner,", (string)result.Output[2]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_pipeline_stops_the_handler_and_keeps_it()
    {
        using var pipeline = PowerShell.Create(_session.Session.Runspace);
        using var started = new ManualResetEventSlim();
        pipeline.AddScript(
            """
            param($started)
            Register-TelemetryHandler h a.b { param($n, $m, $d, $c) $c.Set(); while ($true) { } } $started
            Invoke-TelemetryEvent a.b
            """).AddArgument(started);

        IAsyncResult run = pipeline.BeginInvoke();
        started.Wait(TestContext.Current.CancellationToken);
        pipeline.Stop();

        Assert.ThrowsAny<PipelineStoppedException>(() => pipeline.EndInvoke(run));
        Assert.Equal("h", Assert.Single(TelemetryDispatcher.Default.List()).Id);
        Assert.Empty(pipeline.Streams.Warning);
    }
}
