using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>A live trace that runs in a session of its own, and what it has written so far.</summary>
internal sealed class RunningTrace : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly PowerShell _pipeline;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _run;

    /// <summary>Starts the trace and waits until it listens.</summary>
    /// <param name="arguments">What stands behind the name of the cmdlet, maybe with more commands of the pipeline.</param>
    public RunningTrace(string arguments = "")
    {
        int before = Handlers().Length;
        _pipeline = PowerShell.Create(_session.Session.Runspace);
        _pipeline.AddScript($"Trace-TelemetryEvent {arguments}");
        _run = _pipeline.BeginInvoke<PSObject, PSObject>(null, _output);
        Await(() => Handlers().Length > before || _run.IsCompleted);
    }

    /// <summary>What was written, as text.</summary>
    public string[] Lines => [.. _output.ToArray().Select(item => $"{item}")];

    public dynamic[] Events => [.. _output.ToArray().Select(item => (dynamic)item.BaseObject)];

    public string[] Warnings => [.. _pipeline.Streams.Warning.Select(warning => warning.Message)];

    public PSInvocationState State => _pipeline.InvocationStateInfo.State;

    /// <summary>The ids of the handlers by which traces listen.</summary>
    public static string[] Handlers() =>
        
    [
        .. TelemetryDispatcher.Default.List()
            .Select(entry => entry.Id)
            .Where(id => id.StartsWith("telemetry-trace-", StringComparison.Ordinal))
            .Distinct(),
    ];

    public void AwaitCount(int count) => Await(() => _output.Count >= count);

    /// <summary>Waits for the trace to end by itself.</summary>
    public void AwaitEnd()
    {
        Assert.True(_run.AsyncWaitHandle.WaitOne(Threads.Patience), "The trace did not end.");
        _pipeline.EndInvoke(_run);
    }

    /// <summary>Stops the trace, from this thread.</summary>
    public void Stop() => _pipeline.Stop();

    public void Run(string script) => _session.Run(script);

    public void Dispose()
    {
        _pipeline.Dispose();
        _session.Dispose();
        _output.Dispose();
    }

    private static void Await(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, Threads.Patience), "What is waited for did not come.");
}
