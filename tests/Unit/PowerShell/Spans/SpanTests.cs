using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>What Invoke-TelemetrySpan emits, and what its block is given.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class SpanTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly SpanRecorder _events = new();

    public void Dispose()
    {
        _events.Dispose();
        _session.Dispose();
    }

    [Fact]
    public void C28_start_then_the_block_then_stop_and_the_output_is_the_blocks()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler order x.start, x.stop { param($n) $global:order += " $n" }
            Invoke-TelemetrySpan x { $global:order += ' block'; 1; 2 }
            $global:order
            """);

        Assert.Equal([1, 2, " x.start block x.stop"], result.Clean().Output);
    }

    [Fact]
    public void C28_output_goes_on_as_soon_as_it_is_written()
    {
        ScriptResult result = _session.Run(
            """
            Invoke-TelemetrySpan x { foreach ($i in 1..3) { $global:order += " in$i"; $i } } | ForEach-Object { $global:order += " out$_" }
            $global:order
            """);

        Assert.Equal(" in1 out1 in2 out2 in3 out3", result.Clean().Single);
    }

    [Fact]
    public void C28_names_of_the_events_begin_with_the_spans()
    {
        _session.Run("Invoke-TelemetrySpan x { }; try { Invoke-TelemetrySpan y { throw 'no' } } catch { }").Clean();

        Assert.Equal(["x.start", "x.stop", "y.start", "y.exception"], _events.Names);
    }

    [Fact]
    public void C29_start_carries_the_times_and_the_start_metadata()
    {
        _session.Run("Invoke-TelemetrySpan x { $_.Metadata.late = 1 } @{ route = '/' }").Clean();

        EventRecord start = _events["x.start"];
        Assert.Equal("/", SpanRecorder.Metadata(start, "route"));
        Assert.Equal("route telemetry_span_context", SpanRecorder.Keys(start));
        Assert.Equal(["monotonic_time", "system_time"], start.Measurements.Keys);
    }

    [Fact]
    public void C30_stop_carries_the_spans_metadata_which_starts_as_the_start_metadata()
    {
        _session.Run(
            "Invoke-TelemetrySpan x { $_.Metadata.ROWS = 3; $_.Metadata.Remove('secret'); "
                + "$_.Metadata['route'] = '/b' } ([ordered]@{ route = '/a'; secret = 1; keep = 2 })")
            .Clean();

        EventRecord stop = _events["x.stop"];
        Assert.Equal("route keep ROWS telemetry_span_context", SpanRecorder.Keys(stop));
        Assert.Equal("/b", SpanRecorder.Metadata(stop, "route"));
        Assert.Equal(3, SpanRecorder.Metadata(stop, "rows"));
    }

    [Fact]
    public void C30_measurements_of_the_block_are_added_and_cannot_override_the_spans()
    {
        _session.Run(
            "Invoke-TelemetrySpan x { $_.Measurements.rows = 3; $_.Measurements['size'] = '12'; $_.Measurements.Duration = 1; "
                + "$_.Measurements.monotonic_time = 1 }")
            .Clean();

        EventRecord stop = _events["x.stop"];
        Assert.Equal(["duration", "monotonic_time", "rows", "size"], stop.Measurements.Keys);
        Assert.IsType<TimeSpan>(SpanRecorder.Measurement(stop, "duration"));
        Assert.IsType<TimeSpan>(SpanRecorder.Measurement(stop, "monotonic_time"));
        Assert.Equal(12, SpanRecorder.Measurement(stop, "size"));
    }

    [Fact]
    public void C30_what_is_no_measurement_is_an_error_at_the_end_and_left_out()
    {
        ScriptResult result = _session.Run(
            "Invoke-TelemetrySpan x { $_.Measurements.bad = 'text'; $_.Measurements.worse = $true; $_.Measurements.good = 1; 'out' }; "
                + "'went on'");

        Assert.Equal(["out", "went on"], result.Output);
        Assert.Equal(
            ["InvalidMeasurement,Telemetry.Commands.InvokeTelemetrySpanCommand"],
            result.Errors.Select(error => error.FullyQualifiedErrorId).Distinct());
        Assert.Equal(["text", true], result.Errors.Select(error => error.TargetObject));
        Assert.Contains("'bad'", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("'worse'", result.Errors[1].ToString(), StringComparison.Ordinal);
        Assert.Equal(["duration", "monotonic_time", "good"], _events["x.stop"].Measurements.Keys);
    }

    [Fact]
    public void C31_exception_carries_the_start_metadata_as_it_was_with_what_was_added_kind_reason_and_stacktrace()
    {
        ScriptResult result = _session.Run(
            """
            $failure = [System.InvalidOperationException]::new('broken')
            try { Invoke-TelemetrySpan x { $_.Metadata.route = 'changed'; $_.Metadata.late = 1; throw $failure } @{ route = '/' } }
            catch { $_.Exception }
            """);

        EventRecord exception = _events["x.exception"];
        Assert.Equal("route telemetry_span_context late kind reason stacktrace", SpanRecorder.Keys(exception));
        Assert.Equal("/", SpanRecorder.Metadata(exception, "route"));
        Assert.Equal("System.InvalidOperationException", SpanRecorder.Metadata(exception, "kind"));
        Assert.Same(result.Clean().Single, SpanRecorder.Metadata(exception, "reason"));
        Assert.Contains("line 2", (string)SpanRecorder.Metadata(exception, "stacktrace")!, StringComparison.Ordinal);
        Assert.Equal(["duration", "monotonic_time"], exception.Measurements.Keys);
    }

    [Theory]
    [InlineData("1 / 0", typeof(DivideByZeroException))]
    [InlineData("[int]::Parse('a')", typeof(FormatException))]
    [InlineData("[int]'a'", typeof(PSInvalidCastException))]
    [InlineData("throw 'words'", typeof(RuntimeException))]
    [InlineData("Get-Item /none -ErrorAction Stop", typeof(CommandNotFoundException))]
    [InlineData("Register-TelemetryHandler ' ' a.b { }", typeof(ArgumentException))]
    public void C31_reason_is_what_was_thrown(string statement, Type reason)
    {
        _session.Run($"try {{ Invoke-TelemetrySpan x {{ {statement} }} }} catch {{ }}");

        Assert.IsType(reason, SpanRecorder.Metadata(_events["x.exception"], "reason"));
    }

    [Fact]
    public void C32_events_of_a_span_have_the_same_context_and_no_other_span_has_it()
    {
        ScriptResult result = _session.Run("Invoke-TelemetrySpan x { $_.Context }; Invoke-TelemetrySpan y { $_.Context }");

        object?[] contexts = result.Clean().Output;
        Assert.NotEqual(contexts[0], contexts[1]);
        Assert.Equal(
            [contexts[0], contexts[0], contexts[1], contexts[1]],
            _events.Records.Select(record => SpanRecorder.Metadata(record, "telemetry_span_context")));
    }

    [Fact]
    public void C32_context_in_the_metadata_is_the_callers_own()
    {
        ScriptResult result = _session.Run("Invoke-TelemetrySpan x { $_.Context } @{ telemetry_span_context = 'mine' }");

        Assert.Equal("mine", result.Clean().Single);
        Assert.All(_events.Records, record => Assert.Equal("mine", SpanRecorder.Metadata(record, "telemetry_span_context")));
    }

    [Fact]
    public void C33_duration_is_from_the_start_event_to_the_stop_event()
    {
        _session.Run("Invoke-TelemetrySpan x { }").Clean();

        var started = (TimeSpan)SpanRecorder.Measurement(_events["x.start"], "monotonic_time")!;
        var stopped = (TimeSpan)SpanRecorder.Measurement(_events["x.stop"], "monotonic_time")!;
        Assert.Equal(stopped - started, SpanRecorder.Measurement(_events["x.stop"], "duration"));
    }

    [Theory]
    [InlineData("Continue")]
    [InlineData("Stop")]
    [InlineData("SilentlyContinue")]
    public void C34_failing_handlers_change_nothing(string preference)
    {
        ScriptResult result = _session.Run(
            $$"""
            Register-TelemetryHandler s x.start { throw 'at start' }
            Register-TelemetryHandler e x.stop { 1 / 0 }
            Register-TelemetryHandler f y.exception { throw 'at exception' }
            $ErrorActionPreference = $WarningPreference = '{{preference}}'
            Invoke-TelemetrySpan x { 'out' }
            try { Invoke-TelemetrySpan y { throw 'own' } } catch { "$_" }
            """);

        Assert.Equal(["out", "own"], result.Output);
        Assert.Null(result.Terminating);
        Assert.Empty(result.Errors);
        Assert.Equal(["x.start", "x.stop", "y.start", "y.exception"], _events.Names);
    }

    [Fact]
    public void C34_warning_for_a_failed_handler_shows_at_the_cmdlet()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler s x.start { throw 'at start' }
            Register-TelemetryHandler e x.stop { throw 'at stop' }
            Invoke-TelemetrySpan x { } -WarningVariable own -WarningAction SilentlyContinue
            $own.Count
            """);

        Assert.Equal(2, result.Clean().Single);
    }

    [Theory]
    [InlineData("Invoke-TelemetrySpan 'a..b' { 'ran' }", "InvalidEventName", "a..b")]
    [InlineData("Invoke-TelemetrySpan '' { 'ran' }", "InvalidEventName", "")]
    [InlineData("Invoke-TelemetrySpan x { 'ran' } 5", "InvalidMetadata", 5)]
    [InlineData("1 | Invoke-TelemetrySpan x { process { 'ran' } } 5", "InvalidMetadata", 5)]
    [InlineData("Start-TelemetrySpan 'a b'", "InvalidEventName", "a b")]
    [InlineData("Start-TelemetrySpan x 5", "InvalidMetadata", 5)]
    public void Bad_input_is_a_terminating_error_and_the_block_does_not_run(string script, string errorId, object target)
    {
        ScriptResult result = _session.Run($"try {{ {script}; 'went on' }} catch {{ $_ }}");

        ErrorRecord error = Assert.IsType<ErrorRecord>(result.Single);
        Assert.StartsWith($"{errorId},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
        Assert.Empty(_events.Records);
    }

    [Fact]
    public void C34_span_that_goes_round_in_circles_is_refused_in_the_end()
    {
        ScriptResult result = _session.Run(
            "Register-TelemetryHandler h x.stop { Invoke-TelemetrySpan x { } }; Invoke-TelemetrySpan x { 'out' }; 'went on'");

        Assert.Equal(["out", "went on"], result.Output);
        Assert.Contains("running nested", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }
}
