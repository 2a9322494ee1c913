using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>Handlers that come and go while a script's span is open.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class SpanLateHandlerTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly Recorder _recorder = new();
    private HandlerRegistration? _registration;

    public void Dispose()
    {
        _registration?.Dispose();
        _session.Dispose();
    }

    [Theory]
    [InlineData("Invoke-TelemetrySpan x { $attach.Invoke() } @{ route = '/' }", "x.stop")]
    [InlineData("1 | Invoke-TelemetrySpan x { process { $attach.Invoke() } } @{ route = '/' }", "x.stop")]
    [InlineData("try { Invoke-TelemetrySpan x { $attach.Invoke(); throw 'no' } @{ route = '/' } } catch { }", "x.exception")]
    [InlineData("Invoke-TelemetrySpan x { $attach.Invoke(); 1; 2 } @{ route = '/' } | & { process { $_; break } }", "x.stop")]
    [InlineData("$span = Start-TelemetrySpan x @{ route = '/' }; $attach.Invoke(); Stop-TelemetrySpan $span", "x.stop")]
    [InlineData(
        "$span = Start-TelemetrySpan x @{ route = '/' }; $attach.Invoke(); Stop-TelemetrySpan $span -ErrorRecord 'no'",
        "x.exception")]
    [InlineData("$span = Start-TelemetrySpan x @{ route = '/' }; $attach.Invoke(); $span.Dispose()", "x.exception")]
    public void Handler_attached_while_a_span_is_open_hears_its_end(string script, string end)
    {
        TimeSpan before = Spans.Now;
        TimeSpan attached = default;

        _session.Run($"param($attach) foreach ($once in 1) {{ {script} }}", (Action)(() =>
        {
            attached = Spans.Now;
            _registration = TelemetryDispatcher.Default.Attach("late", EventPattern.Parse("x.*"), _recorder.Handle);
        }));

        EventRecord heard = _recorder.Single();
        Assert.Equal(end, heard.EventName.ToString());
        Assert.InRange(heard.Time() - heard.Time("duration"), before, attached);
        Assert.Equal("/", SpanRecorder.Metadata(heard, "route"));
        Assert.NotNull(SpanRecorder.Metadata(heard, "telemetry_span_context"));
    }

    [Fact]
    public void Script_handler_registered_in_the_block_hears_the_end_of_the_very_span()
    {
        ScriptResult result = _session.Run(
            """
            $heard = [System.Collections.Generic.List[object]]::new()
            $context = Invoke-TelemetrySpan x {
                $_.Context
                Register-TelemetryHandler h 'x.*' {
                    param($name, $measurements, $metadata, $heard)
                    $heard.Add($name)
                    $heard.Add($metadata.telemetry_span_context)
                } $heard
            }
            $heard[0]; $heard[1] -eq $context; $heard.Count
            """);

        Assert.Equal(["x.stop", true, 2], result.Clean().Output);
    }

    [Fact]
    public void Handlers_may_leave_while_a_span_is_open_and_those_that_come_back_hear_its_end()
    {
        ScriptResult result = _session.Run(
            """
            $heard = [System.Collections.Generic.List[object]]::new()
            $block = { param($name, $measurements, $metadata, $heard) $heard.Add($name) }
            Register-TelemetryHandler h 'x.*' $block $heard
            Invoke-TelemetrySpan x { Unregister-TelemetryHandler h }
            Register-TelemetryHandler h 'x.*' $block $heard
            Invoke-TelemetrySpan x {
                Unregister-TelemetryHandler h
                Register-TelemetryHandler h 'x.*' $block $heard
            }
            "$heard"
            """);

        Assert.Equal("x.start x.start x.stop", result.Clean().Single);
    }

    [Fact]
    public void Span_that_nobody_listens_to_is_the_parent_of_those_inside()
    {
        using var events = new SpanRecorder();

        ScriptResult result = _session.Run("Invoke-TelemetrySpan nobody.listens { $_.Context; Invoke-TelemetrySpan x { $_.Parent.Name } }");

        object?[] output = result.Clean().Output;
        Assert.Equal("nobody.listens", output[1]);
        Assert.All(events.Records, record => Assert.Equal(output[0], SpanRecorder.Metadata(record, "telemetry_span_parent")));
    }

    [Fact]
    public void Spans_of_code_with_a_scripts_name_are_enabled_only_if_someone_listens()
    {
        _session.Run("Invoke-TelemetrySpan x { }").Clean();

        Assert.False(TelemetryDispatcher.Default.GetSpanSource("x").Start().IsEnabled);
    }

    // As with Start and Stop: the commands of a pipeline share one context.
    [Fact]
    public void Ambient_value_of_a_start_handler_reaches_the_block_and_the_end_and_stays_in_the_pipeline()
    {
        var ambient = new AsyncLocal<string?>();
        string? seenAtTheEnd = null;
        using HandlerRegistration start = TelemetryDispatcher.Default.Attach("start", "x.start", (in _, _) => ambient.Value = "started");
        using HandlerRegistration stop = TelemetryDispatcher.Default.Attach("stop", "x.stop", (in _, _) => seenAtTheEnd = ambient.Value);

        ScriptResult result = _session.Run("param($ambient) Invoke-TelemetrySpan x { $ambient.Value }; $ambient.Value", ambient);

        Assert.Equal(["started", "started"], result.Clean().Output);
        Assert.Equal("started", seenAtTheEnd);
        Assert.Null(ambient.Value);
    }
}
