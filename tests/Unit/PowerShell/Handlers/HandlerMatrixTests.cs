using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>What a handler may do, each at home and elsewhere, with the emitter outside and inside a <c>try</c>.</summary>
[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class HandlerMatrixTests : IDisposable
{
    private const string Helpers =
        "function fail { [CmdletBinding()] param($m) "
            + "$PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([Exception]::new($m), 'x', 0, $null)) }";

    private readonly ModuleSession _home = new();
    private readonly ModuleSession _other = new();

    public void Dispose()
    {
        _home.Dispose();
        _other.Dispose();
    }

    // A block without a command is called in another way than one that has some.
    private static readonly string[] s_failingWithoutCommand =
        ["throw 'boom'", "1/0", "$null = $_; 1/0", "[int]'x'", "[int]::Parse('x')", "break", "continue", "exit 3", "$null.Method()"];

    public static MatrixTheoryData<string, bool, bool> Failing => new(
        [
            .. s_failingWithoutCommand, .. s_failingWithoutCommand.Select(statement => $"& {{ }}; {statement}"),
            "no-such-command", "fail 'x' -ErrorAction Stop", "$ErrorActionPreference = 'Stop'; fail 'x'",
            "$ErrorActionPreference = 'SilentlyContinue'; 1/0", "function f { break }; f",
            "Invoke-TelemetryEvent a.b; Invoke-TelemetryEvent a.b", "[scriptblock]::Create('1/0').Invoke()",
        ],
        [true, false],
        [true, false]);

    public static MatrixTheoryData<string, bool, bool> Passing => new(
        [
            "fail 'soft'", "'output'", "$ErrorActionPreference = 'Stop'", "try { throw 'caught' } catch { }",
            "foreach ($i in 1..3) { if ($i -eq 2) { break } }", "return", "Invoke-TelemetryEvent other.event @{ n = 1 }",
            "$_.EventName.ToUpper()",
            "Register-TelemetryHandler another x.y { } -Force", "Unregister-TelemetryHandler nobody*",
            "$null = 1 | ForEach-Object { return }",
        ],
        [true, false],
        [true, false]);

    [Theory]
    [MemberData(nameof(Failing))]
    public void S06_S07_failing_handler_leaves_with_one_warning_and_the_emitter_goes_on(string statement, bool atHome, bool inTry)
    {
        _home.Run(
            $"Register-TelemetryHandler bad a.b {{ {Helpers}\n {statement}\n $Config }} -InitializationScript {{ {Helpers} }}").Clean();
        int good = 0;
        using HandlerRegistration last = TelemetryDispatcher.Default.Attach("good", "a.b", (in EventData _, object? _) => good++);

        ScriptResult result = Emit(atHome, inTry);

        Assert.Equal(["went on"], result.Output);
        Assert.Empty(result.Errors);
        Assert.Contains("'bad'", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.False(TelemetryDispatcher.Default.TryGetHandler("bad", out _));
        Assert.True(good > 0);
    }

    /// <summary>The emitter's separator is hidden from the handler by a variable, with which a block is called in another
    /// way.</summary>
    [Theory]
    [InlineData("1/0")]
    [InlineData("& { }; 1/0")]
    public void S06_S12_handler_whose_emitter_has_a_separator_of_its_own_fails_at_its_first_error(string statement)
    {
        _home.Run($"Register-TelemetryHandler bad a.b {{ {statement}; $global:wentOn = $true }}").Clean();

        ScriptResult result = _home.Run("function Send { $OFS = '-'; Invoke-TelemetryEvent a.b }; Send; \"$wentOn\"");

        Assert.Equal([string.Empty], result.Output);
        Assert.Empty(result.Errors);
        Assert.Contains("'bad'", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.False(TelemetryDispatcher.Default.TryGetHandler("bad", out _));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public void S06_handler_that_does_not_fail_stays(string statement, bool atHome, bool inTry)
    {

        var calls = new System.Collections.Concurrent.ConcurrentQueue<string>();
        _home.Run(
            $"param($calls) Register-TelemetryHandler good a.b {{ param($n, $m, $d, $c) {Helpers}\n $c.Enqueue($n)\n {statement} }} $calls",
            calls).Clean();

        ScriptResult result = Emit(atHome, inTry);

        Assert.Equal(["went on"], result.Output);
        Assert.Empty(result.Warnings);
        Assert.Equal(statement.Contains("soft", StringComparison.Ordinal) ? 1 : 0, result.Errors.Length);
        Assert.True(TelemetryDispatcher.Default.TryGetHandler("good", out _));
        Assert.Equal(["a.b"], calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Handler_unregisters_itself_and_others(bool atHome)
    {
        _home.Run(
            """
            Register-TelemetryHandler first a.b { Unregister-TelemetryHandler first; Unregister-TelemetryHandler second }
            Register-TelemetryHandler second a.b { }
            Register-TelemetryHandler third a.b { }
            """).Clean();

        Assert.Equal(["went on"], Emit(atHome, inTry: false).Clean().Output);
        Assert.Equal("third", Assert.Single(TelemetryDispatcher.Default.List()).Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void C19_S11_handler_that_recurses_is_stopped(bool atHome)
    {
        var calls = new System.Collections.Concurrent.ConcurrentQueue<int>();
        _home.Run(
            "param($calls) Register-TelemetryHandler circle a.b { param($n, $m, $d, $c) $c.Enqueue(1); Invoke-TelemetryEvent a.b } $calls",
            calls).Clean();

        ScriptResult result = Emit(atHome, inTry: false);

        Assert.Equal(["went on"], result.Output);
        Assert.Equal(TelemetryDispatcher.MaxDepth, calls.Count);
        Assert.Contains("'circle'", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    private ScriptResult Emit(bool atHome, bool inTry) => (atHome ? _home : _other).Run(
        inTry
            ? "try { Invoke-TelemetryEvent a.b } catch { \"caught $_\" }; 'went on'"
            : "Invoke-TelemetryEvent a.b; 'went on'");
}
