using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>What is remembered of a failed script keeps nothing alive that its event carried.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class FailureMemoryTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("-FailurePolicy Keep", true)]
    [InlineData("-Buffered", false)]
    public void P1_failed_script_is_remembered_without_the_payload(string options, bool isAtHome)
    {
        _session.Run($$"""Register-TelemetryHandler p1 memory.a { param($n, $m, $d) throw "no $($d.payload)" } {{options}}""").Clean();
        WeakReference payload = Emit(isAtHome);

        SpinWait.SpinUntil(() => TelemetryDispatcher.Default.ListDetached().Count > 0 || options.Contains("Keep"), Threads.Patience);

        // The engine's own list of errors and its own results are the session's.
        _session.Run("$Error.Clear(); [System.GC]::Collect()");
        Assert.True(Garbage.Collects(payload));
        Assert.Equal(
            ["no System.Object", "System.Management.Automation.RuntimeException", "memory.a"],
            _session.Run(
                options.Contains("Keep")
                    ? "$f = (Get-TelemetryHandler p1).LastFailure; $f.Message, $f.ExceptionType, $f.EventName.ToString()"
                    : "$f = Get-TelemetryHandler -Detached p1; $f.Message, $f.ErrorType, $f.FailedEvent").Clean().Output);
    }

    // Made in the emitter's own call: what a script is given, the engine keeps for a while.
    private WeakReference Emit(bool isAtHome)
    {
        WeakReference? gone = null;
        if (isAtHome)
        {
            _session.Run("param($emit) $emit.Invoke() 3> $null", (Action)EmitHere);
        }
        else
        {
            Threads.Run(EmitHere);
        }

        return gone!;

        void EmitHere()
        {
            var payload = new object();
            gone = new(payload);
            TelemetryDispatcher.Default.Execute("memory.a", [], [new("payload", MetadataValue.From(payload))]);
        }
    }
}
