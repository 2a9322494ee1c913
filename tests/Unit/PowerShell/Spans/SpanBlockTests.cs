using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>What a block of Invoke-TelemetrySpan has at hand: its span, its input, its caller's variables.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class SpanBlockTests : IDisposable
{
    private const string Module =
        """
        $null = New-Module -Name Ops {
            $own = 'module'
            function Invoke-Given($block) { $local = 'hidden'; Invoke-TelemetrySpan x $block }
            function Invoke-Own { Invoke-TelemetrySpan x { "$own $($_.Name)" } }
            function Get-Own { { "$own $($_.Name)" } }
        } | Import-Module -PassThru
        """;

    private readonly ModuleSession _session = new();
    private readonly SpanRecorder _events = new();

    public void Dispose()
    {
        _events.Dispose();
        _session.Dispose();
    }

    [Theory]
    [InlineData("Invoke-TelemetrySpan x { $_.Name; $PSItem.Name }", "x x")]
    [InlineData("Invoke-TelemetrySpan x { \"$($_.Name)\" }", "x")]
    [InlineData("Invoke-TelemetrySpan x { & { $_.Name } }", "x")]
    [InlineData("Invoke-TelemetrySpan x { $args[0].Name; $args.Count }", "x 1")]
    [InlineData("Invoke-TelemetrySpan x { param($Span, $other) $Span.Name; $null -eq $other }", "x True")]
    [InlineData(
        "1, 2 | Invoke-TelemetrySpan x { param($span) begin { $_.Name } process { $_; $span.Name } end { $span.Name } }",
        "x 1 x 2 x x")]
    [InlineData("1, 2 | Invoke-TelemetrySpan x { $_.Name; $input }", "x 1 2")]
    [InlineData("Invoke-TelemetrySpan x { [CmdletBinding()] param() $_.Name }", "x")]
    [InlineData("Invoke-TelemetrySpan x { [CmdletBinding()] param($Span) $Span.Name }", "x")]
    [InlineData(
        "1, 2 | Invoke-TelemetrySpan x { param([Parameter(ValueFromPipeline)] $Item, $Span) process { $Item; $Span.Name } }",
        "1 x 2 x")]
    [InlineData("5 | ForEach-Object { Invoke-TelemetrySpan x { $_.Name }; $_ }", "x 5")]
    [InlineData("Invoke-TelemetrySpan x ([scriptblock]::Create('$_.Name'))", "x")]
    [InlineData("function named { $_.Name; $args[0].Name }; Invoke-TelemetrySpan x ${function:named}", "x x")]
    public void Span_is_at_hand(string script, string expected)
    {
        Assert.Equal(expected, string.Join(" ", _session.Run(script).Clean().Output));
    }

    [Theory]
    [InlineData("Invoke-Own", "module x")]
    [InlineData("Invoke-TelemetrySpan x (Get-Own)", "module x")]
    [InlineData("Invoke-Given { \"$own $local $($_.Name)\" }", "caller  x")]
    [InlineData("function f { $own = 'function'; Invoke-Given { \"$own $($_.Name)\" } }; f", "function x")]
    [InlineData("Invoke-Given (Get-Own)", "module x")]
    [InlineData("5 | ForEach-Object { Invoke-Given { $_.Name }; $_ }", "x 5")]
    public void Span_is_at_hand_across_modules_and_variables_are_those_of_the_blocks_place(string script, string expected)
    {
        ScriptResult result = _session.Run($"{Module}; $own = 'caller'; {script}");

        Assert.Equal(expected, string.Join(" ", result.Clean().Output));
    }

    [Fact]
    public void Block_has_a_scope_of_its_own_in_that_of_its_caller()
    {
        ScriptResult result = _session.Run(
            """
            function f { $x = 1; Invoke-TelemetrySpan x { $y = $_; "$x"; $x = 2; $global:x = 3 }; "$x $y $global:x" }
            f
            """);

        Assert.Equal(["1", "1  3"], result.Clean().Output);
    }

    [Theory]
    [InlineData("1, 2 | Invoke-TelemetrySpan x { \"[$input]\" }", "[1 2]")]
    [InlineData("1, 2 | Invoke-TelemetrySpan x { begin { 'b' } process { $_ } end { 'e' } }", "b 1 2 e")]
    [InlineData("@() | Invoke-TelemetrySpan x { begin { 'b' } process { 'p' } end { 'e' } }", "b e")]
    [InlineData("Invoke-TelemetrySpan x { begin { 'b' } process { 'p' } end { 'e' } }", "b p e")]
    [InlineData("$null | Invoke-TelemetrySpan x { process { $null -eq $_ } }", "True")]
    [InlineData("Invoke-TelemetrySpan x { process { $_.Count } } -InputObject 1, 2", "2")]
    [InlineData("Invoke-TelemetrySpan x { $input } -InputObject 7", "7")]
    public void Input_reaches_the_block(string script, string expected)
    {
        Assert.Equal(expected, string.Join(" ", _session.Run(script).Clean().Output));
        Assert.Equal(["x.start", "x.stop"], _events.Names);
    }

    [Fact]
    public void Items_are_processed_as_they_come()
    {
        ScriptResult result = _session.Run(
            """
            1..2 | ForEach-Object { $global:order += " from$_"; $_ } | Invoke-TelemetrySpan x { process { $global:order += " at$_"; $_ } } |
                ForEach-Object { $global:order += " to$_" }
            $global:order
            """);

        Assert.Equal(" from1 at1 to1 from2 at2 to2", result.Clean().Single);
    }

    [Fact]
    public void Clean_block_runs_before_the_span_ends()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h x.stop, x.exception { param($n) $global:order += " $n" }
            Invoke-TelemetrySpan x { process { } clean { $global:order += ' clean' } }
            1 | Invoke-TelemetrySpan x { process { } clean { $global:order += ' clean' } }
            try { Invoke-TelemetrySpan x { process { throw 'no' } clean { $global:order += ' clean' } } } catch { }
            try { & { 1; throw 'no' } | Invoke-TelemetrySpan x { process { } clean { $global:order += ' clean' } } } catch { }
            $global:order
            """);

        Assert.Equal(" clean x.stop clean x.stop clean x.exception clean x.exception", result.Clean().Single);
    }

    [Fact]
    public void C35_block_may_stop_its_span_early()
    {
        ScriptResult result = _session.Run(
            "Invoke-TelemetrySpan x { $_.IsEnded; $_.Stop(@{ rows = 1 }, @{ late = 2 }); $_.IsEnded; $_.Metadata.later = 1; "
                + "throw 'after' }");

        Assert.Equal("after", result.Terminating?.ToString());
        Assert.Equal(["x.start", "x.stop"], _events.Names);
        Assert.Equal(1, SpanRecorder.Measurement(_events["x.stop"], "rows"));
        Assert.Equal("late telemetry_span_context", SpanRecorder.Keys(_events["x.stop"]));
    }

    [Fact]
    public void C35_block_may_fail_its_span_and_return()
    {
        ScriptResult result = _session.Run(
            "Invoke-TelemetrySpan x { param($span) try { 1 / 0 } catch { $span.Fail($_) }; 'went on' }");

        Assert.Equal("went on", result.Clean().Single);
        Assert.Equal("System.DivideByZeroException", SpanRecorder.Metadata(_events["x.exception"], "kind"));
    }

    [Fact]
    public void Nobody_listening_makes_no_difference_to_the_block()
    {
        ScriptResult result = _session.Run(
            """
            Invoke-TelemetrySpan nobody.listens {
                $_.Name; $_.Metadata.route; $_.Metadata.rows = 1; $_.Metadata.rows; $_.Measurements.n = 2; $_.Measurements.n
                $_.IsEnded; $_.Stop(); $_.IsEnded; $null -eq $_.Parent
            } @{ route = '/' }
            Invoke-TelemetrySpan nobody.listens { $_.Measurements.bad = 'text' }
            """);

        Assert.Equal(["nobody.listens", "/", 1, 2, false, true, true], result.Output);
        Assert.StartsWith("InvalidMeasurement,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
