using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>A block of Invoke-TelemetrySpan writes, fails and leaves as that of <c>&amp; { }</c> does: the same script is
/// run with each, and the two are compared.</summary>
[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class SpanFidelityTests : IDisposable
{
    private const string Call = "Invoke-TelemetrySpan x";

    // Of the same length, so that all positions in a line are the same.
    private static readonly string s_plainCall = "&".PadRight(Call.Length);

    private const string Describe =
        """
        function describe($e) {
            "$e"; $e.FullyQualifiedErrorId; $e.Exception.GetType().FullName; "$($e.CategoryInfo)"; "$($e.TargetObject)"
            $e.InvocationInfo.ScriptLineNumber; $e.InvocationInfo.OffsetInLine; $e.InvocationInfo.PositionMessage.Split("`n")[0]
            "$($e.InvocationInfo.MyCommand)"; $e.ScriptStackTrace; "$($e.Exception.InnerException)".Split("`n")[0]
            $e.Exception.WasThrownFromThrowStatement
        }
        function terminate {
            [CmdletBinding()] param()
            $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
                [System.InvalidOperationException]::new('terminated'), 'MyId', 'InvalidData', 42))
        }
        """;

    private readonly SpanRecorder _events = new();

    public void Dispose() => _events.Dispose();

    [Theory]
    [InlineData("throw 'words'")]
    [InlineData("throw [System.InvalidOperationException]::new('typed')")]
    [InlineData("throw [System.Management.Automation.ErrorRecord]::new([System.Exception]::new('record'), 'MyId', 'InvalidData', 42)")]
    [InlineData("1 / 0")]
    [InlineData("[int]'a'")]
    [InlineData("[int]::Parse('a')")]
    [InlineData("$null.Method()")]
    [InlineData("terminate")]
    [InlineData("fail 'stopped' -ErrorAction Stop")]
    [InlineData("No-SuchCommand")]
    [InlineData("terminate -NoSuchParameter 1")]
    [InlineData("try { throw 'again' } catch { throw }")]
    [InlineData("try { throw 'first' } finally { 'in finally' }")]
    [InlineData("& { function f { throw 'deep' }; f }")]
    [InlineData("$ErrorActionPreference = 'Stop'; 1 / 0")]
    [InlineData("$ErrorActionPreference = 'Stop'; fail 'preferred'")]
    [InlineData("$ErrorActionPreference = 'SilentlyContinue'; 1 / 0; fail 'silent'; 'went on'")]
    public void C31_errors_are_as_without_the_span(string statement)
    {
        // Caught, trapped, and left to the caller's preference, which each see another side of an error.
        AssertSame($"try {{ CALL {{ {statement}; 'went on' }} }} catch {{ describe $_ }}; $error.Count");
        AssertSame($"trap {{ describe $_; continue }} CALL {{ {statement}; 'went on' }}; 'next'");
        AssertSame($"CALL {{ {statement}; 'went on' }}; \"next $? $($error.Count)\"");
        AssertSame($"$ErrorActionPreference = 'Stop'; CALL {{ {statement}; 'went on' }}; 'next'");
        AssertSame($"$ErrorActionPreference = 'SilentlyContinue'; CALL {{ {statement}; 'went on' }}; 'next'");
        AssertSame($"try {{ 1, 2 | CALL {{ process {{ $_; {statement}; 'went on' }} }} }} catch {{ describe $_ }}; $error.Count");
        AssertSame($"1, 2 | CALL {{ $input; {statement}; 'went on' }}; \"next $? $($error.Count)\"");
        AssertSame($"try {{ CALL {{ CALL {{ {statement}; 'went on' }}; 'outer' }} }} catch {{ describe $_ }}");
    }

    [Fact]
    public void C31_error_is_the_same_object()
    {
        ScriptResult result = Run(
            """
            $thrown = [System.InvalidOperationException]::new('same')
            try { CALL { throw $thrown } } catch { [object]::ReferenceEquals($_.Exception, $thrown) }
            try { CALL { 1 / 0 } } catch [System.DivideByZeroException] { 'by type' }
            """,
            Call);

        Assert.Equal([true, "by type"], result.Clean().Output);
    }

    [Theory]
    [InlineData("foreach ($i in 1..3) { $i; CALL { if ($i -eq 2) { break } }; \"after $i\" }; \"end $?\"")]
    [InlineData("foreach ($i in 1..3) { $i; CALL { continue }; 'not' }; \"end $?\"")]
    [InlineData(":outer foreach ($i in 1..3) { foreach ($j in 1..3) { \"$i$j\"; CALL { continue outer } } }; 'end'")]
    [InlineData("foreach ($i in 1..3) { $i; $i | CALL { process { break } } }; \"end $? $($error.Count)\"")]
    [InlineData("foreach ($i in 1..3) { $i; $i | CALL { break } }; \"end $? $($error.Count)\"")]
    [InlineData("foreach ($i in 1..3) { try { CALL { break } } catch { 'caught' } finally { 'finally' } }; 'end'")]
    [InlineData("switch (1, 2) { 1 { CALL { continue }; 'not' } 2 { 'two' } }")]
    [InlineData("CALL { break }; 'not'")]
    [InlineData("function f { CALL { return 1; 2 }; 3 }; f")]
    [InlineData("1..3 | ForEach-Object { $i = $_; CALL { if ($i -eq 2) { return }; $i } }")]
    public void C30_leaving_on_purpose_is_as_without_the_span_which_stops(string script)
    {
        AssertSame(script);

        Assert.NotEmpty(_events.Records);
        Assert.DoesNotContain("x.exception", _events.Names);
        Assert.Equal(_events.Names.Count(name => name == "x.start"), _events.Names.Count(name => name == "x.stop"));
    }

    [Theory]
    [InlineData("CALL { 1; , @(2, 3); $null; @() } | ForEach-Object { \"[$_]\" }")]
    [InlineData("$r = CALL { }; $null -eq $r; @(CALL { }).Count; @(CALL { $null }).Count; @(CALL { , @(1, 2) }).Count")]
    [InlineData("CALL { 1; fail e; warn w; say i; 2 }")]
    [InlineData("CALL { 1; fail e; warn w; say i; 2 } *>&1 | ForEach-Object { \"$($_.GetType().Name) $_\" }")]
    [InlineData("CALL { 1; fail e; 1 / 0; 2 } 2>&1 | ForEach-Object { \"$($_.GetType().Name) $_\" }")]
    [InlineData("CALL { 1; fail e; warn w; 2 } 2>$null 3>$null")]
    [InlineData("& { CALL { fail e } } 2>&1 | ForEach-Object { describe $_ }")]
    [InlineData("CALL { fail e }; $?; CALL { 1 }; $?; CALL { $null.x() }; $?")]
    [InlineData("1..3 | CALL { process { fail $_; $_ } } 2>&1 | ForEach-Object { \"$_\" }")]
    public void C28_streams_are_as_without_the_span(string script) => AssertSame(script);

    [Theory]
    [InlineData("$x = 1; CALL { $x = 2; $script:y = 3; $global:z = 4 }; \"$x $y $z\"")]
    [InlineData("function f { $private:x = 1; CALL { \"[$x]\" } }; f")]
    [InlineData("CALL { $MyInvocation.ScriptLineNumber; $MyInvocation.Line.Length; $MyInvocation.OffsetInLine; $null -eq $PSCmdlet }")]
    [InlineData("CALL { (Get-PSCallStack).Count }")]
    [InlineData("CALL { [CmdletBinding()] param() $PSCmdlet.MyInvocation.ScriptLineNumber }")]
    [InlineData("1, 2 | CALL { param([Parameter(ValueFromPipeline)] $Item) process { $Item } }")]
    public void Scope_and_call_are_as_without_the_span(string script) => AssertSame(script);

    [Theory]
    [InlineData("exit 3")]
    [InlineData("& { exit 4 }")]
    public void C30_exit_leaves_the_script_and_the_span_stops(string statement)
    {
        using var script = new Hosting.ScriptOnDisk($"Invoke-TelemetrySpan x {{ {statement} }}; 'not'");
        using var session = new ModuleSession();

        ScriptResult result = session.Run("param($path) & $path; $LASTEXITCODE", script.Path);

        Assert.Equal(statement.Contains('3') ? 3 : 4, result.Clean().Single);
        Assert.Equal(["x.start", "x.stop"], _events.Names);
    }

    private static void AssertSame(string script) =>
        Assert.Equal(Outcome(Run(script, s_plainCall)), Outcome(Run(script, Call)));

    private static ScriptResult Run(string script, string call)
    {
        using var session = new ModuleSession();
        session.Run(Describe).Clean();
        return session.Run(script.Replace("CALL", call, StringComparison.Ordinal));
    }

    private static string[] Outcome(ScriptResult result) =>
    [
        .. result.Output.Select(item => $"{item}".Replace(Call, s_plainCall, StringComparison.Ordinal)),
        .. result.Errors.Select(error => $"error {Of(error)}"),
        .. result.Warnings.Select(warning => $"warning {warning}"),
        .. result.Information.Select(information => $"information {information}"),
        $"ended by {(result.Terminating is { } error ? Of(error) : "nothing")}",
    ];

    private static string Of(ErrorRecord error) =>
        $"{error} {error.FullyQualifiedErrorId} {error.Exception.GetType()} {error.CategoryInfo} {error.TargetObject} "
        + $"{error.InvocationInfo?.ScriptLineNumber}:{error.InvocationInfo?.OffsetInLine} {error.ScriptStackTrace}";
}
