using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class TraceTests
{
    private static readonly TelemetryDispatcher s_dispatcher = TelemetryDispatcher.Default;

    [Fact]
    public void P3_events_are_written_as_they_go_by_until_the_trace_is_stopped()
    {
        using var trace = new RunningTrace("job.*, web.hit");

        s_dispatcher.Execute("job.start", [new("items", 3)], [new("queue", "mail")]);
        trace.AwaitCount(1);
        s_dispatcher.Execute("other");
        s_dispatcher.Execute("web.hit.more");
        s_dispatcher.Execute("WEB.HIT");
        trace.AwaitCount(2);
        trace.Stop();
        s_dispatcher.Execute("job.stop");

        Assert.Equal(PSInvocationState.Stopped, trace.State);
        Assert.Equal(["job.start", "web.hit"], trace.Events.Select(traced => (string)traced.EventName));
        Assert.Empty(trace.Warnings);
    }

    [Fact]
    public void P3_event_says_what_was_emitted_when_and_by_whom()
    {
        using var trace = new RunningTrace();
        using var other = new ModuleSession();
        other.Session.Runspace.Name = "Elsewhere";
        DateTime before = DateTime.UtcNow;

        other.Run("Invoke-TelemetryEvent job.done @{ items = 3 } @{ queue = 'mail' }").Clean();
        Threads.Run(() => s_dispatcher.Execute("job.done"));
        trace.AwaitCount(2);
        trace.Stop();

        dynamic[] events = trace.Events;
        Assert.Equal("Elsewhere", events[0].Session);
        Assert.Equal(3, events[0].Measurements["items"]);
        Assert.Equal("mail", events[0].Metadata["queue"]);
        Assert.InRange((DateTime)events[0].Timestamp, before, DateTime.UtcNow);
        Assert.Null(events[1].Session);
        Assert.NotEqual((int)events[0].ThreadId, (int)events[1].ThreadId);
        string time = $"{((DateTime)events[0].Timestamp).ToLocalTime():HH:mm:ss.fff}";
        Assert.Equal($"{time} job.done {{items=3}} {{queue=mail}} Elsewhere", trace.Lines[0]);
        Assert.EndsWith($" job.done {{}} {{}} thread {events[1].ThreadId}", trace.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void P3_nobody_listens_where_no_trace_runs()
    {
        Assert.False(s_dispatcher.HasHandlers("job.done"));
        using (var trace = new RunningTrace())
        {
            Assert.True(s_dispatcher.HasHandlers("job.done"));
            trace.Stop();
            Assert.False(s_dispatcher.HasHandlers("job.done"));
        }

        Assert.Empty(s_dispatcher.List());
    }

    [Theory]
    [InlineData("", "job.done")]
    [InlineData("*", "job.done")]
    [InlineData("telemetry.*, job.*", "telemetry.handler.failure", "job.done")]
    [InlineData("telemetry.handler.failure", "telemetry.handler.failure")]
    public void P3_events_of_the_library_itself_are_shown_where_they_are_named(string names, params string[] expected)
    {
        s_dispatcher.Attach("failing", "job.done", Handlers.Failing);
        using var trace = new RunningTrace(names);

        s_dispatcher.Execute("job.done");
        trace.AwaitCount(expected.Length);
        trace.Stop();

        Assert.Equal(expected, trace.Events.Select(traced => (string)traced.EventName));
    }

    [Theory]
    [InlineData("'a b'", "a b", "white space")]
    [InlineData("good.*, 'bad..*'", "bad..*", "empty segment")]
    [InlineData("'job[12]'", "job[12]", "bracket")]
    [InlineData("''", "", "empty")]
    [InlineData("'' { 'not run' }", "", "empty")]
    public void P3_pattern_that_is_none_is_a_terminating_error_that_says_what_to_do(string names, string target, string message)
    {
        using var session = new ModuleSession();

        ScriptResult result = session.Run($"Trace-TelemetryEvent {names}");

        Assert.StartsWith("InvalidEventName,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, result.Error.CategoryInfo.Category);
        Assert.Equal(target, result.Error.TargetObject);
        Assert.Contains(message, result.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'web.*'", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(s_dispatcher.List());
    }

    [Theory]
    [InlineData("@()", "InvalidEventName")]
    [InlineData("a -ScriptBlock $null", "ParameterArgumentValidationError")]
    public void P3_nothing_to_trace_is_an_argument_error(string arguments, string id)
    {
        using var session = new ModuleSession();

        ErrorRecord error = session.Run($"Trace-TelemetryEvent {arguments}").Error;

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void P3_traces_of_two_sessions_each_get_all()
    {
        using var first = new RunningTrace();
        using var second = new RunningTrace("both.*");

        Assert.Equal(2, RunningTrace.Handlers().Length);
        s_dispatcher.Execute("both.a");
        s_dispatcher.Execute("web.b");
        first.AwaitCount(2);
        second.AwaitCount(1);
        first.Stop();
        s_dispatcher.Execute("both.c");
        second.AwaitCount(2);
        second.Stop();

        Assert.Equal(["both.a", "web.b"], first.Events.Select(traced => (string)traced.EventName));
        Assert.Equal(["both.a", "both.c"], second.Events.Select(traced => (string)traced.EventName));
        Assert.Empty(s_dispatcher.List());
    }

    [Fact]
    public void P3_trace_whose_handler_is_unregistered_writes_what_it_has_and_ends_with_a_warning()
    {
        using var trace = new RunningTrace();
        using var other = new ModuleSession();
        s_dispatcher.Execute("job.done");

        other.Run("Get-TelemetryHandler | Unregister-TelemetryHandler").Clean();
        s_dispatcher.Execute("too.late");
        trace.AwaitEnd();

        Assert.Equal(PSInvocationState.Completed, trace.State);
        Assert.Equal("job.done", Assert.Single(trace.Events).EventName);
        Assert.Equal("The trace has ended: its handler was unregistered.", Assert.Single(trace.Warnings));
    }

    [Fact]
    public void P3_emitters_do_not_wait_and_what_is_left_out_is_told_once()
    {
        // The emitter is the command behind the trace, which takes nothing meanwhile. 10,000 wait at most.
        using var trace = new RunningTrace(
            """
            flood | & {
                begin { $flood = Get-TelemetryEvent flood; $first = $true }
                process {
                    $_
                    if ($first) {
                        $first = $false
                        for ($i = 1; $i -le 10500; $i++) { $flood.Execute($i) }
                        Unregister-TelemetryHandler telemetry-trace-*
                    }
                }
            }
            """);

        s_dispatcher.Execute("flood", 0);
        trace.AwaitEnd();

        Assert.Equal(
            Enumerable.Range(0, 10_001),
            trace.Events.Select(traced => (int)traced.Measurements["value"]));
        Assert.Equal(2, trace.Warnings.Length);
        Assert.Contains("500 were left out", trace.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("500 events were left out", trace.Warnings[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("| & { process { $_; throw 'enough' } }")]
    [InlineData("| & { process { $_; break } }")]
    [InlineData("| & { process { $_; Remove-Module Telemetry } }")]
    public void P3_no_handler_is_left_where_the_rest_of_the_pipeline_ends_it(string rest)
    {
        using var trace = new RunningTrace(rest);

        s_dispatcher.Execute("job.done");
        Record.Exception(trace.AwaitEnd);

        Assert.Contains(trace.State, new[] { PSInvocationState.Completed, PSInvocationState.Failed });
        Assert.Equal("job.done", Assert.Single(trace.Events).EventName);
        Assert.Empty(s_dispatcher.List());
    }

    [Fact]
    public void P3_handler_of_a_trace_leaves_with_its_session()
    {
        var trace = new RunningTrace();

        trace.Dispose();

        Assert.Empty(s_dispatcher.List());
    }

    [Theory]
    [InlineData("[ordered]@{ a = 1; b = 2.5; c = 0.1 + 0.2; d = [double]::NaN }", "a=1, b=2.5, c=0.3, d=NaN")]
    [InlineData(
        "[ordered]@{ a = [timespan]::FromMilliseconds(12.5); b = [timespan]::FromSeconds(-1.25); c = [timespan]::FromHours(30) }",
        "a=12.5ms, b=-1.25s, c=1.25d")]
    [InlineData("[ordered]@{ a = [datetime]::new(2026, 1, 2, 3, 4, 5, 6, [System.DateTimeKind]::Utc) }", "a=2026-01-02T03:04:05.006Z")]
    [InlineData("[ordered]@{ a = $null; b = $true; c = ''; d = 'x y' }", "a=null, b=True, c=, d=x y")]
    [InlineData(
        "[ordered]@{ a = \"one`ntwo`e\"; b = 'long' * 100 }",
        "a=one two , b=longlonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglong…")]
    [InlineData("[ordered]@{ a = 1, 'two', (3, (4, 5)); b = 1..12 }", "a=[1, two, [3, Object[]]], b=[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …]")]
    [InlineData(
        "[ordered]@{ a = @{ x = @{ y = @{ z = 1 } } }; b = [exception]::new(\"went`nwrong\") }",
        "a={x={y=Hashtable}}, b=Exception: went wrong")]
    [InlineData("$h = @{ }; $h.h = $h; [ordered]@{ a = $h }", "a={h={h=Hashtable}}")]
    [InlineData(
        "class Bad { [string] ToString() { throw 'no' } }; [ordered]@{ a = [Bad]::new(); b = [pscustomobject]@{ x = 1 } }",
        "a=Bad, b=@{x=1}")]
    public void P3_values_are_shown_short_and_on_one_line(string metadata, string expected)
    {
        using var session = new ModuleSession();

        ScriptResult result = session.Run(
            $$"""
            $metadata = . { {{metadata}} }
            (Trace-TelemetryEvent -ScriptBlock { Invoke-TelemetryEvent e 0 $metadata }).MetadataText
            """);

        Assert.Equal(expected, result.Clean().Single);
    }
}
