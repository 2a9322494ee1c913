using System.Management.Automation;
using System.Management.Automation.Runspaces;
using EmptyModule;
using Telemetry.Hosting;

namespace Telemetry.Benchmarks.Scripts;

/// <summary>A session with the module, and a loop in it, compiled once and run again and again on the thread that
/// calls.</summary>
internal sealed class ScriptLoop : IDisposable
{
    // Few enough for a loop to be shorter than what a busy machine gives to a thread at a time, and so many that the start of
    // a pipeline, 30 us, is little beside them.
    internal const int Calls = 1_000;
    internal const int CmdletCalls = 250;

    // The same event as in C#.
    internal const string Payload =
        "@{ duration = 12.5; size = 512 } @{ route = '/users'; status = 200; cached = $true }";

    private readonly TelemetrySession _session;
    private PowerShell? _loop;

    internal ScriptLoop()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _session = TelemetrySession.Open(initialState: state);
        _session.Run("Import-Module -Assembly $args[0]", typeof(InvokeNothingCommand).Assembly);
    }

    /// <summary>Registers script handlers of an event, which count.</summary>
    internal ScriptLoop Register(int handlers, string eventName = Support.Request.Name)
    {
        for (int i = 0; i < handlers; i++)
        {
            _session.Run(
                "Register-TelemetryHandler $args[0] $args[1] { param($EventName, $Measurements, $Metadata) $script:seen++ }",
                $"handler-{i}",
                eventName);
        }

        return this;
    }

    /// <summary>Says what is called in the loop, with <c>$e</c> as the event's handle.</summary>
    internal ScriptLoop Calling(string statement, int times = Calls) => Running(
        $$"""
        $e = Get-TelemetryEvent {{Support.Request.Name}}
        foreach ($i in 1..{{times}}) { {{statement}} }
        """);

    /// <summary>Says what is run as a whole.</summary>
    /// <param name="script">The script.</param>
    /// <param name="preparation">What runs once before.</param>
    internal ScriptLoop Running(string script, string preparation = "")
    {
        _session.Run($"{preparation}\nfunction Invoke-Loop {{ {script} }}");
        _loop = PowerShell.Create(_session.Runspace).AddCommand("Invoke-Loop");
        Support.Warm.UpScript(Run);
        return this;
    }

    internal void Run()
    {
        _loop!.Invoke();
        if (_loop.HadErrors || _loop.Streams.Warning.Count > 0)
        {
            throw new InvalidOperationException(
                $"The script failed: {string.Join(", ", _loop.Streams.Error)} {string.Join(", ", _loop.Streams.Warning)}");
        }
    }

    public void Dispose()
    {
        _loop?.Dispose();
        _session.Dispose();
    }
}
