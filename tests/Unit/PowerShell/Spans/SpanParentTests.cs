using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>Which span is whose parent.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class SpanParentTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly SpanRecorder _events = new();

    public void Dispose()
    {
        _events.Dispose();
        _session.Dispose();
    }

    [Theory]
    [InlineData("Invoke-TelemetrySpan x { Invoke-TelemetrySpan y { } }")]
    [InlineData("Invoke-TelemetrySpan x { function f { Invoke-TelemetrySpan y { } }; f }")]
    [InlineData("Invoke-TelemetrySpan x { Start-TelemetrySpan y | Stop-TelemetrySpan }")]
    [InlineData("1 | Invoke-TelemetrySpan x { process { Invoke-TelemetrySpan y { } } }")]
    [InlineData("1 | Invoke-TelemetrySpan x { begin { Invoke-TelemetrySpan y { } } process { } }")]
    [InlineData("1 | Invoke-TelemetrySpan x { process { } end { Invoke-TelemetrySpan y { } } }")]
    public void C32_span_that_starts_in_a_block_is_a_part_of_the_blocks(string script)
    {
        _session.Run(script).Clean();

        AssertParent("y", "x");
        AssertParent("x", null);
    }

    [Theory]
    [InlineData("1..2 | Invoke-TelemetrySpan x { process { $_ } } | Invoke-TelemetrySpan y { process { $_ } }")]
    [InlineData("Invoke-TelemetrySpan x { 1..2 } | Invoke-TelemetrySpan y { $input }")]
    [InlineData("Invoke-TelemetrySpan x { }; Invoke-TelemetrySpan y { }")]
    [InlineData("try { Invoke-TelemetrySpan x { throw 'no' } } catch { }; Invoke-TelemetrySpan y { }")]
    [InlineData("foreach ($i in 1) { Invoke-TelemetrySpan x { break } }; Invoke-TelemetrySpan y { }")]
    [InlineData("Invoke-TelemetrySpan x { $_.Stop(); Invoke-TelemetrySpan y { } }")]
    [InlineData("$span = Start-TelemetrySpan x; Invoke-TelemetrySpan y { }; Stop-TelemetrySpan $span")]
    public void C32_spans_beside_each_other_are_no_parents(string script)
    {
        _session.Run(script).Clean();

        AssertParent("x", null);
        AssertParent("y", null);
    }

    [Fact]
    public void C32_parent_is_the_very_span_of_the_outer_block()
    {
        ScriptResult result = _session.Run(
            "Invoke-TelemetrySpan x { param($outer) Invoke-TelemetrySpan y { [object]::ReferenceEquals($_.Parent, $outer); "
                + "$_.Parent.Metadata.from = 'inner' } }");

        Assert.Equal(true, result.Clean().Single);
        Assert.Equal("inner", SpanRecorder.Metadata(_events["x.stop"], "from"));
    }

    [Theory]
    [InlineData("Invoke-TelemetrySpan y { } -Parent $span")]
    [InlineData("Start-TelemetrySpan y -Parent $span | Stop-TelemetrySpan")]
    public void C32_parent_is_given_to_another_session(string script)
    {
        using var other = new ModuleSession();
        object? span = _session.Run("Start-TelemetrySpan x").Clean().Single;

        other.Run($"param($span) {script}", span).Clean();

        AssertParent("y", "x");
    }

    [Fact]
    public void C32_parent_that_is_given_wins_over_the_one_around()
    {
        _session.Run("$span = Start-TelemetrySpan x; Invoke-TelemetrySpan other { Invoke-TelemetrySpan y { } -Parent $span }").Clean();

        AssertParent("y", "x");
    }

    [Fact]
    public void C32_span_of_code_is_the_parent_of_one_of_a_script_in_it()
    {
        ScriptResult result = TelemetryDispatcher.Default.GetSpanSource("x").Run(_ =>
        {
            // The pipeline runs on another thread, into which the span flows.
            return _session.Run("Invoke-TelemetrySpan y { $_.Parent.Name; $_.Parent.IsEnded }");
        });

        Assert.Equal(["x", false], result.Clean().Output);
        AssertParent("y", "x");
    }

    [Fact]
    public void C32_span_of_code_that_a_block_calls_is_a_part_of_the_blocks_on_any_thread()
    {
        TelemetrySpanSource source = TelemetryDispatcher.Default.GetSpanSource("y");
        Action runElsewhere = () => Task.Run(async () => await source.RunAsync(async _ => await Task.Yield())).Wait();

        _session.Run("param($code) Invoke-TelemetrySpan x { $code.Invoke() }", runElsewhere).Clean();

        AssertParent("y", "x");
    }

    private void AssertParent(string name, string? parent)
    {
        object? expected = parent is null
            ? null
            : SpanRecorder.Metadata(_events[$"{parent}.start"], "telemetry_span_context");
        Assert.All(
            _events.Records.Where(record => record.EventName.ToString().StartsWith($"{name}.", StringComparison.Ordinal)),
            record => Assert.Equal(expected, SpanRecorder.Metadata(record, "telemetry_span_parent")));
        Assert.Contains($"{name}.start", _events.Names);
    }
}
