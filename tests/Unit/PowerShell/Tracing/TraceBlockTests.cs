using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class TraceBlockTests : IDisposable
{
    // What a script writes if it fails is lost to its caller: the traces are kept in a list on their way.
    private const string Keep = "| & { process { $script:kept += , $_ } }";

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void P5_block_gives_the_events_emitted_while_it_ran_in_order()
    {
        ScriptResult result = _session.Run(
            """
            Invoke-TelemetryEvent before
            Trace-TelemetryEvent -ScriptBlock {
                Invoke-TelemetryEvent job.start @{ items = 3 }
                'output is dropped'
                Invoke-TelemetryEvent job.stop @{ items = 3 } @{ result = 'ok' }
            } | & { process { "$($_.EventName) $($_.Measurements.items) $($_.Metadata.result)" } }
            Invoke-TelemetryEvent after
            """);

        Assert.Equal(["job.start 3 ", "job.stop 3 ok"], result.Clean().Output);
        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    [Theory]
    [InlineData("Trace-TelemetryEvent job.* { BODY }", "job.start job.stop")]
    [InlineData("Trace-TelemetryEvent job.start, web.hit { BODY }", "job.start web.hit")]
    [InlineData("Trace-TelemetryEvent -EventName *.st?rt -ScriptBlock { BODY }", "job.start")]
    [InlineData("Trace-TelemetryEvent { BODY }", "job.start job.stop web.hit")]
    [InlineData("Trace-TelemetryEvent { BODY } -EventName web.*", "web.hit")]
    [InlineData("Trace-TelemetryEvent { }", "")]
    public void P5_names_and_block_are_given_by_position_or_by_name(string call, string expected)
    {
        string emit = "foreach ($name in 'job.start', 'job.stop', 'web.hit') { Invoke-TelemetryEvent $name }";

        ScriptResult result = _session.Run(
            $"@({call.Replace("BODY", emit, StringComparison.Ordinal)} | & {{ process {{ $_.EventName }} }}) -join ' '");

        Assert.Equal(expected, result.Clean().Single);
    }

    [Fact]
    public void P5_events_of_other_sessions_and_threads_are_among_them()
    {
        using var other = new ModuleSession();
        other.Session.Runspace.Name = "Other";
        void Emit()
        {
            other.Run("Invoke-TelemetryEvent other").Clean();
            Threads.Run(() => TelemetryDispatcher.Default.Execute("thread"));
        }

        ScriptResult result = _session.Run(
            """
            param($emit)
            Trace-TelemetryEvent { Invoke-TelemetryEvent first; $emit.Invoke(); Invoke-TelemetryEvent last } |
                & { process { "$($_.EventName) $($_.Session)" } }
            """,
            (Action)Emit);

        string home = _session.Session.Runspace.Name;
        Assert.Equal([$"first {home}", "other Other", "thread ", $"last {home}"], result.Clean().Output);
    }

    [Fact]
    public void P5_trace_can_be_emitted_again_by_the_pipeline()
    {
        using EventRecorder recorder = EventRecorder.Start(TelemetryDispatcher.Default);

        _session.Run(
            """
            $trace = Trace-TelemetryEvent {
                Invoke-TelemetryEvent job.stop @{ duration = [timespan]::FromSeconds(2); items = 3 } @{ queue = 'mail'; tags = 1, 2 }
                Invoke-TelemetryEvent web.hit
            }
            $trace | Invoke-TelemetryEvent
            """).Clean();

        IReadOnlyList<EventRecord> records = recorder.Records;
        Assert.Equal(["job.stop", "web.hit", "job.stop", "web.hit"], records.Select(record => record.EventName.ToString()));
        Assert.Equal(records[0].Measurements, records[2].Measurements);
        Assert.Equal(records[0].Metadata, records[2].Metadata);
        Assert.Empty(records[3].Measurements);
    }

    [Fact]
    public void P5_messages_and_errors_of_the_block_show()
    {
        ScriptResult result = _session.Run(
            """
            $trace = Trace-TelemetryEvent { fail 'an error'; warn 'a warning'; say 'a word'; Invoke-TelemetryEvent job.done }
            $trace.EventName
            """);

        Assert.Equal("job.done", result.Single);
        Assert.Equal("an error", Assert.Single(result.Errors).ToString());
        Assert.Equal(["a warning"], result.Warnings);
        Assert.Equal(["a word"], result.Information);
    }

    [Fact]
    public void P5_block_runs_in_a_scope_of_its_own()
    {
        ScriptResult result = _session.Run(
            """
            function f {
                $local = 'caller'; $name = 'from.caller'
                $trace = Trace-TelemetryEvent { Invoke-TelemetryEvent $name; $local = 'block'; $script:deep = 'block' }
                "$($trace.EventName) $local $deep $($args.Count)"
            }
            f
            (Trace-TelemetryEvent { param($a) Invoke-TelemetryEvent "args.$($args.Count).$($null -eq $a)" }).EventName
            """);

        Assert.Equal(["from.caller caller block 0", "args.0.True"], result.Clean().Output);
    }

    [Theory]
    [InlineData("throw 'words'")]
    [InlineData("throw [System.InvalidOperationException]::new('typed')")]
    [InlineData("1 / 0")]
    [InlineData("[int]'a'")]
    [InlineData("No-SuchCommand")]
    [InlineData("fail 'stopped' -ErrorAction Stop")]
    [InlineData("$ErrorActionPreference = 'Stop'; fail 'preferred'")]
    public void P5_error_of_the_block_goes_on_after_what_was_recorded(string statement)
    {
        const string Call = "Trace-TelemetryEvent";
        ScriptResult Run(string call) => _session.Run(
            $$"""
            $script:kept = @()
            try { {{call}} { Invoke-TelemetryEvent job.start; {{statement}}; 'went on' } {{Keep}} }
            catch {
                "$_ $($_.FullyQualifiedErrorId) $($_.Exception.GetType()) $($_.CategoryInfo)"
                "$($_.InvocationInfo.ScriptLineNumber):$($_.InvocationInfo.OffsetInLine) $($_.ScriptStackTrace)"
            }
            $kept.EventName | & { process { if ($_) { $_ } } }
            """);

        ScriptResult traced = Run(Call);
        ScriptResult plain = Run("&".PadRight(Call.Length));

        Assert.Equal([.. plain.Output, "job.start"], traced.Output);
        Assert.Equal(2, plain.Output.Length);
        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    [Fact]
    public void P5_error_of_the_block_is_the_same_object()
    {
        ScriptResult result = _session.Run(
            """
            $thrown = [System.InvalidOperationException]::new('same')
            try { Trace-TelemetryEvent { throw $thrown } } catch { [object]::ReferenceEquals($_.Exception, $thrown) }
            try { Trace-TelemetryEvent { 1 / 0 } } catch [System.DivideByZeroException] { 'by type' }
            """);

        Assert.Equal([true, "by type"], result.Clean().Output);
    }

    [Theory]
    [InlineData(
        "foreach ($i in 1..3) { Trace-TelemetryEvent { Invoke-TelemetryEvent job.done $i; if ($i -eq 2) { break } } KEEP }; 'end'",
        2)]
    [InlineData("foreach ($i in 1..3) { Trace-TelemetryEvent { Invoke-TelemetryEvent job.done $i; continue } KEEP; 'not' }; 'end'", 3)]
    [InlineData(
        "function f { Trace-TelemetryEvent { Invoke-TelemetryEvent job.done; return; Invoke-TelemetryEvent not } KEEP; 'end' }; f",
        1)]
    public void P5_block_may_be_left_by_the_statements_of_the_language(string script, int count)
    {
        ScriptResult result = _session.Run(
            $"$script:kept = @(); {script.Replace("KEEP", Keep, StringComparison.Ordinal)}; $kept.Count");

        Assert.Equal(["end", count], result.Clean().Output);
        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    [Fact]
    public void P5_trace_inside_a_trace()
    {
        ScriptResult result = _session.Run(
            """
            $outer = Trace-TelemetryEvent {
                Invoke-TelemetryEvent a
                $script:inner = Trace-TelemetryEvent b* {
                    Invoke-TelemetryEvent b
                    Invoke-TelemetryEvent c
                    $script:handlers = @(Get-TelemetryHandler).Count
                }
                Invoke-TelemetryEvent d
            }
            $outer.EventName -join ' '
            $inner.EventName -join ' '
            $handlers
            """);

        Assert.Equal(["a b c d", "b", 2], result.Clean().Output);
    }

    [Fact]
    public void P5_events_of_handlers_that_the_block_sets_off_are_among_them()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler chain job.done { Invoke-TelemetryEvent job.logged }
            Register-TelemetryHandler bad job.done { throw 'no' }
            $trace = Trace-TelemetryEvent *, telemetry.* { Invoke-TelemetryEvent job.done }
            $trace.EventName -join ' '
            """);

        Assert.Equal("job.logged telemetry.handler.failure job.done", result.Single);
        Assert.Contains("'bad'", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void P5_block_that_unregisters_the_handler_of_its_trace_is_told_that_events_may_be_missing()
    {
        ScriptResult result = _session.Run(
            """
            $trace = Trace-TelemetryEvent {
                Invoke-TelemetryEvent a
                Get-TelemetryHandler | Unregister-TelemetryHandler
                Invoke-TelemetryEvent b
            }
            $trace.EventName
            """);

        Assert.Equal("a", result.Single);
        Assert.Contains("unregistered", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void P5_stopped_block_leaves_no_handler()
    {
        using var started = new ManualResetEventSlim();
        using var pipeline = PowerShell.Create(_session.Session.Runspace);
        pipeline.AddScript("param($started) Trace-TelemetryEvent { $started.Set(); while ($true) { } }").AddArgument(started);
        IAsyncResult run = pipeline.BeginInvoke();
        Threads.WaitFor(started);
        Assert.Single(TelemetryDispatcher.Default.List());

        pipeline.Stop();

        Assert.ThrowsAny<PipelineStoppedException>(() => pipeline.EndInvoke(run));
        Assert.Empty(TelemetryDispatcher.Default.List());
        Assert.Empty(pipeline.Streams.Warning);
    }

    [Fact]
    public void P5_block_of_a_constrained_session_stays_constrained()
    {
        _session.Run("$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'").Clean();

        ScriptResult result = _session.Run(
            """
            (Trace-TelemetryEvent { Invoke-TelemetryEvent a; $null = [int]'1' }).EventName
            Trace-TelemetryEvent { [System.IO.File]::Exists('x') }
            """);

        Assert.Equal("a", result.Single);
        Assert.Contains("language mode", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }
}
