using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>A block of a constrained session cannot call a .NET method, wherever its event comes from.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class LanguageModeTests : IDisposable
{
    private const string Constrain = "$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'";
    private const string Register =
        "Register-TelemetryHandler h a.b "
        + "{ param($n, $m, $d, $c) $c['ran'] = 1; [System.IO.File]::Exists('x'); $c['called'] = 1 } $global:state";

    private readonly ModuleSession _home = new();
    private readonly ModuleSession _other = new();
    private readonly System.Collections.Hashtable _state = [];

    public void Dispose()
    {
        _home.Dispose();
        _other.Dispose();
    }

    public static TheoryData<string> Emitters => ["home", "a session in full language", "a thread", "the host"];

    [Theory]
    [MemberData(nameof(Emitters))]
    public void S09_block_of_a_constrained_session(string emitter)
    {
        _home.Run("param($s) $global:state = $s", _state).Clean();
        _home.Run(Constrain).Clean();
        _home.Run(Register).Clean();

        EmitFrom(emitter);

        AssertConstrained();
    }

    [Theory]
    [MemberData(nameof(Emitters))]
    public void S09_session_that_was_constrained_after_a_first_handler(string emitter)
    {
        _home.Run("param($s) $global:state = $s; Register-TelemetryHandler first x.y { }", _state).Clean();
        _home.Run(Constrain).Clean();
        _home.Run(Register).Clean();

        EmitFrom(emitter);

        AssertConstrained();
    }

    [Theory]
    [MemberData(nameof(Emitters))]
    public void S09_constrained_block_that_a_trusted_function_registers(string emitter)
    {
        _home.Run(
            "param($s) $global:state = $s; function Register-It($Block) { Register-TelemetryHandler h a.b $Block $global:state }",
            _state).Clean();
        _home.Run(Constrain).Clean();
        _home.Run("Register-It { param($n, $m, $d, $c) $c['ran'] = 1; [System.IO.File]::Exists('x'); $c['called'] = 1 }").Clean();

        EmitFrom(emitter);

        AssertConstrained();
    }

    [Theory]
    [InlineData("a session in full language")]
    [InlineData("a thread")]
    public void S09_initialization_script_is_constrained_too(string emitter)
    {
        _home.Run("param($s) $global:state = $s", _state).Clean();
        _home.Run(Constrain).Clean();
        _home.Run(
            "Register-TelemetryHandler h a.b { param($n, $m, $d, $c) $c['called'] = 1 } $global:state "
                + "-InitializationScript { [System.IO.File]::Exists('x') }").Clean();

        EmitFrom(emitter);

        Assert.False(_state.ContainsKey("called"));
        Assert.False(TelemetryDispatcher.Default.TryGetHandler("h", out _));
    }

    private void EmitFrom(string emitter)
    {
        switch (emitter)
        {
            case "home":
                _home.Run("Invoke-TelemetryEvent a.b");
                break;
            case "a session in full language":
                _other.Run("Invoke-TelemetryEvent a.b");
                break;
            case "a thread":
                var thread = new Thread(() => TelemetryDispatcher.Default.Execute("a.b"));
                thread.Start();
                thread.Join();
                break;
            default:
                TelemetryDispatcher.Default.Execute("a.b");
                break;
        }
    }

    // It ran up to the call, and failed there.
    private void AssertConstrained()
    {
        Assert.Equal(1, _state["ran"]);
        Assert.False(_state.ContainsKey("called"));
        Assert.False(TelemetryDispatcher.Default.TryGetHandler("h", out _));
    }
}
