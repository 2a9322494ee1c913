using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>The span that Start-TelemetrySpan gives, and its ends.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class SpanObjectTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly SpanRecorder _events = new();

    public void Dispose()
    {
        _events.Dispose();
        _session.Dispose();
    }

    [Fact]
    public void C35_span_is_started_here_and_stopped_in_another_function()
    {
        ScriptResult result = _session.Run(
            """
            function begin { Start-TelemetrySpan x @{ route = '/'; rows = 0 } }
            function end($span) {
                $span.Metadata.rows = 3
                $span.Measurements.size = 5
                Stop-TelemetrySpan $span @{ late = 1; size = 6 } @{ status = 200 }
            }
            $span = begin
            $span.Name; $span.IsEnded
            end $span
            $span.IsEnded
            """);

        Assert.Equal(["x", false, true], result.Clean().Output);
        Assert.Equal(["x.start", "x.stop"], _events.Names);
        EventRecord stop = _events["x.stop"];
        Assert.Equal(["duration", "monotonic_time", "size", "late"], stop.Measurements.Keys);
        Assert.Equal(6, SpanRecorder.Measurement(stop, "size"));
        Assert.Equal(3, SpanRecorder.Metadata(stop, "rows"));
        Assert.Equal(200, SpanRecorder.Metadata(stop, "status"));
        Assert.Equal("/", SpanRecorder.Metadata(stop, "route"));
        Assert.Equal(0, SpanRecorder.Metadata(_events["x.start"], "rows"));
    }

    [Fact]
    public void C35_span_is_stopped_in_another_session_and_on_another_thread()
    {
        using var other = new ModuleSession();
        object? first = _session.Run("Start-TelemetrySpan x").Clean().Single;
        object? second = _session.Run("Start-TelemetrySpan y").Clean().Single;

        other.Run("param($span) $span | Stop-TelemetrySpan", first).Clean();
        Threads.Run(1, _ => ((IDisposable)second!).Dispose());

        Assert.Equal(["x.start", "y.start", "x.stop", "y.exception"], _events.Names);
    }

    [Theory]
    [InlineData("Stop-TelemetrySpan $span; $span.Stop(); $span.Fail([System.Exception]::new('no')); $span.Dispose()", "x.stop")]
    [InlineData("Stop-TelemetrySpan $span -ErrorRecord 'no'; Stop-TelemetrySpan $span @{ bad = 'text' } 5", "x.exception")]
    [InlineData("$span.Dispose(); $span | Stop-TelemetrySpan; $span.Dispose()", "x.exception")]
    public void C35_ending_a_second_time_does_nothing(string script, string end)
    {
        _session.Run($"$span = Start-TelemetrySpan x; {script}").Clean();

        Assert.Equal(["x.start", end], _events.Names);
    }

    [Fact]
    public void C35_span_disposed_without_a_word_ends_with_exception()
    {
        _session.Run("(Start-TelemetrySpan x).Dispose()").Clean();

        Assert.Equal(typeof(SpanNotStoppedException).FullName, SpanRecorder.Metadata(_events["x.exception"], "kind"));
    }

    [Theory]
    [InlineData("try { 1 / 0 } catch { Stop-TelemetrySpan $span -ErrorRecord $_ }", "System.DivideByZeroException", "line 1")]
    [InlineData("try { 1 / 0 } catch { Stop-TelemetrySpan $span -Exception $_.Exception }", "System.DivideByZeroException", "line 1")]
    [InlineData("try { 1 / 0 } catch { $span.Fail($_) }", "System.DivideByZeroException", "line 1")]
    [InlineData("try { [int]::Parse('a') } catch { $span.Fail($_.Exception) }", "System.FormatException", "line 1")]
    [InlineData("try { fail 'e' -ErrorAction Stop } catch { $span.Fail($_) }", "System.Exception", "at fail")]
    [InlineData("Stop-TelemetrySpan $span -ErrorRecord ([System.TimeoutException]::new('late'))", "System.TimeoutException", "")]
    [InlineData("Stop-TelemetrySpan $span -ErrorRecord 'words'", "System.Management.Automation.RuntimeException", "")]
    public void C35_span_is_ended_with_an_error(string script, string kind, string place)
    {
        _session.Run($"$span = Start-TelemetrySpan x; {script}").Clean();

        EventRecord exception = _events["x.exception"];
        Assert.Equal(kind, SpanRecorder.Metadata(exception, "kind"));
        Assert.Equal(kind, SpanRecorder.Metadata(exception, "reason")!.GetType().FullName);
        Assert.Contains(place, (string)SpanRecorder.Metadata(exception, "stacktrace")!, StringComparison.Ordinal);
    }

    [Fact]
    public void C35_no_error_given_ends_the_span_well()
    {
        _session.Run("$span = Start-TelemetrySpan x; $failure = $null; Stop-TelemetrySpan $span -ErrorRecord $failure").Clean();

        Assert.Equal(["x.start", "x.stop"], _events.Names);
    }

    [Fact]
    public void C35_bad_measurements_and_metadata_are_errors_and_the_span_ends_without_them()
    {
        ScriptResult result = _session.Run(
            """
            $span = Start-TelemetrySpan x
            $span.Measurements.own = 'text'
            Stop-TelemetrySpan $span @{ given = $true; good = 1 } 5
            'went on'
            """);

        Assert.Equal("went on", result.Single);
        Assert.Equal(["InvalidMeasurement", "InvalidMeasurement", "InvalidMetadata"], result.Errors.Select(Id));
        Assert.Equal(["text", true, 5], result.Errors.Select(error => error.TargetObject));
        Assert.Equal(["duration", "monotonic_time", "good"], _events["x.stop"].Measurements.Keys);
    }

    [Fact]
    public void C35_method_throws_for_a_bad_measurement_when_the_span_has_ended_without_it()
    {
        ScriptResult result = _session.Run(
            "$span = Start-TelemetrySpan x; try { $span.Stop(@{ bad = 'text'; good = 1 }) } catch { $_.Exception.InnerException.Message }");

        Assert.Contains("'bad'", (string)result.Clean().Single!, StringComparison.Ordinal);
        Assert.Equal(["duration", "monotonic_time", "good"], _events["x.stop"].Measurements.Keys);
    }

    [Fact]
    public void C35_handlers_messages_show_at_the_cmdlets()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h x.start, x.stop { param($n) warn "at $n" } -WarningAction SilentlyContinue
            $span = Start-TelemetrySpan x -WarningVariable atStart -WarningAction SilentlyContinue
            Stop-TelemetrySpan $span -WarningVariable atStop -WarningAction SilentlyContinue
            "$atStart"; "$atStop"
            """);

        Assert.Equal(["at x.start", "at x.stop"], result.Clean().Output);
    }

    [Fact]
    public void C35_several_spans_are_stopped_by_pipeline()
    {
        _session.Run("(Start-TelemetrySpan x), (Start-TelemetrySpan y) | Stop-TelemetrySpan -Metadata @{ status = 1 }").Clean();

        Assert.Equal(["x.start", "y.start", "x.stop", "y.stop"], _events.Names);
        Assert.Equal(1, SpanRecorder.Metadata(_events["y.stop"], "status"));
    }

    [Fact]
    public void C35_of_many_threads_that_end_a_span_one_does()
    {
        for (int round = 0; round < 100; round++)
        {
            dynamic span = _session.Run("Start-TelemetrySpan x").Clean().Single!;
            Threads.Run(4, index =>
            {
                if (index % 2 == 0)
                {
                    span.Stop();
                }
                else
                {
                    span.Dispose();
                }
            });
        }

        Assert.All(
            _events.Records.GroupBy(record => SpanRecorder.Metadata(record, "telemetry_span_context")),
            span => Assert.Equal(2, span.Count()));
    }

    [Fact]
    public void C35_span_that_nobody_listens_to_ends_too()
    {
        ScriptResult result = _session.Run(
            "$span = Start-TelemetrySpan nobody.listens; $span.IsEnded; Stop-TelemetrySpan $span; $span.IsEnded");

        Assert.Equal([false, true], result.Clean().Output);
    }

    private static string Id(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];
}
