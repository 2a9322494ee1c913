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
