using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>What a handler is called with, however few of the four values it has parameters for. (What a block cannot see
/// is not made for it.)</summary>
[Collection(SharedDispatcher.Name)]
public sealed class HandlerArgumentTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("$log.Add(\"$($args.Count)\")", "4")]
    [InlineData("$log.Add(\"$args\")", "args.done { ms = 3 } { to = x } config")]
    [InlineData("$log.Add(\"$($local:args.Count)\")", "4")]
    [InlineData("param($EventName) $log.Add(\"$EventName $($args.Count)\")", "args.done 3")]
    [InlineData("param($EventName, $Measurements) $log.Add(\"$($Measurements.ms) $($args[1])\")", "3 config")]
    [InlineData("$log.Add(\"$($ExecutionContext.SessionState.PSVariable.GetValue('args').Count)\")", "4")]
    [InlineData("$log.Add(\"$($PSBoundParameters.Count)\")", "0")]
    [InlineData("param($EventName, $Measurements) $log.Add(\"$($PSBoundParameters.Keys)\")", "EventName Measurements")]
    [InlineData(
        "param($EventName, $Measurements, $Metadata) $log.Add(\"$EventName $($Measurements.ms) $($Metadata.to)\")",
        "args.done 3 x")]
    [InlineData("param($n, $m, $d, $c) $log.Add(\"$n $($m.ms) $($d.to) $c\")", "args.done 3 x config")]
    [InlineData("[CmdletBinding()] param($EventName) $log.Add(\"$EventName\")", "args.done")]
    [InlineData("[CmdletBinding()] param() $log.Add('no parameter')", "no parameter")]
    [InlineData("param($n, $m) $log.Add(\"$([object]::ReferenceEquals($m, $_.Measurements)) $($_.Metadata.to)\")", "True x")]
    [InlineData("param($n, $m) $log.Add(\"$($PSBoundParameters.m.ms)\")", "3")]
    [InlineData("param($n, $m, $d) $log.Add(\"$(@(1).ForEach({ $m.ms })) $($local:d.to)\")", "3 x")]
    [InlineData("param($n, $m, $d, $c = $m.ms) $log.Add(\"$c\")", "config")]
    [InlineData("param($n, $m, $d = $m.ms) $log.Add(\"$($d.to)\")", "x")]
    [InlineData("param($n, $m, $d) $log.Add(\"$($ExecutionContext.SessionState.PSVariable.GetValue('d').to)\")", "x")]
    public void A_handler_sees_what_it_asks_for(string block, string seen)
    {
        ScriptResult result = _session.Run(
            $$"""
            $log = [System.Collections.Generic.List[string]]::new()
            Register-TelemetryHandler h args.done { {{block}} } config
            Invoke-TelemetryEvent args.done @{ ms = 3 } @{ to = 'x' }
            $log
            """);

        Assert.Equal(seen, result.Clean().Single);
    }

    /// <summary>A value that the block does not read is made all the same while the session is debugged.</summary>
    [Fact]
    public void A_debugger_sees_all_parameters()
    {
        ScriptResult result = _session.Run(
            """
            $global:log = [System.Collections.Generic.List[string]]::new()
            Register-TelemetryHandler h args.done { param($EventName, $Measurements, $Metadata) $stop = 1 }
            $breakpoint = [System.Management.Automation.VariableBreakpoint]::new(
                $null, 'stop', 'Write', { $global:log.Add("$($Measurements.ms) $($Metadata.to)") })
            [runspace]::DefaultRunspace.Debugger.SetBreakpoints([System.Management.Automation.Breakpoint[]] $breakpoint)
            Invoke-TelemetryEvent args.done @{ ms = 3 } @{ to = 'x' }
            $log
            """);

        Assert.Equal("3 x", result.Clean().Single);
    }

    [Theory]
    [InlineData("$log.Add($MyInvocation)")]
    [InlineData("& { $log.Add($args[0]) } $MyInvocation")]
    [InlineData("$log.Add($ExecutionContext.SessionState.PSVariable.GetValue('MyInvocation'))")]
    public void A_handler_that_reads_its_invocation_has_one_of_each_call(string block)
    {
        ScriptResult result = _session.Run(
            $$"""
            $log = [System.Collections.Generic.List[object]]::new()
            Register-TelemetryHandler h args.done { {{block}} }
            Invoke-TelemetryEvent args.done
            Invoke-TelemetryEvent args.done
            "$($log.Count) $([object]::ReferenceEquals($log[0], $log[1]))"
            """);

        Assert.Equal("2 False", result.Clean().Single);
    }
}
