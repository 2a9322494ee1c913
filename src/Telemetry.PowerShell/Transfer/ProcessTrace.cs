using System.Diagnostics;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A trace of the events of another process, until it is stopped or the process ends.</summary>
/// <param name="cmdlet">The cmdlet that traces.</param>
/// <param name="processId">The id of the process.</param>
internal sealed class ProcessTrace(PSCmdlet cmdlet, int processId) : IDisposable
{
    private readonly ProcessEvents _events = new(processId);

    internal void Run(string[] names)
    {
        CheckProcess();
        CheckEngine();
        try
        {
            _events.Open(names);
        }
        catch (InvalidOperationException e)
        {
            cmdlet.ThrowTerminatingError(TelemetryErrors.ProcessNotReachable(processId, e.Message));
        }

        while (_events.TryTake(out PSObject? sent))
        {
            Warn();
            Write(sent);
        }

        Warn();
        TellEnd();
    }

    /// <summary>Ends the trace. Called from the thread that stops the pipeline.</summary>
    internal void Stop() => _events.Stop();

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _events.Dispose();

    private void CheckProcess()
    {
        if (processId == SentEvent.ProcessId)
        {
            cmdlet.ThrowTerminatingError(TelemetryErrors.OwnProcess(processId));
        }

        try
        {
            using var process = Process.GetProcessById(processId);
        }
        catch (ArgumentException e)
        {
            cmdlet.ThrowTerminatingError(TelemetryErrors.ProcessNotFound(processId, e));
        }
    }

    // Connecting to a pipe that does not exist takes as long as the timeout, and the engine's error says nothing of it.
    private void CheckEngine()
    {
        ScriptBlock find = ScriptBlock.Create("param($Id) Get-PSHostProcessInfo -Id $Id -ErrorAction Ignore");
        if (cmdlet.InvokeCommand.InvokeScript(useLocalScope: true, find, null, processId).Count == 0)
        {
            cmdlet.ThrowTerminatingError(TelemetryErrors.ProcessNotReachable(processId, "no PowerShell runs in it, or another user's."));
        }
    }

    private void Write(PSObject sent)
    {
        if (!ReceivedEvent.IsOne(sent))
        {
            return;
        }

        try
        {
            cmdlet.WriteObject(ReceivedEvent.Read(sent).ToTraced());
        }
        catch (Exception e) when (e is FormatException or InvalidPayloadException)
        {
            cmdlet.WriteError(TelemetryErrors.InvalidSentEvent(sent, e));
        }
    }

    private void Warn()
    {
        foreach (string warning in _events.TakeWarnings())
        {
            cmdlet.WriteWarning(warning);
        }
    }

    private void TellEnd()
    {
        if (cmdlet.Stopping)
        {
            return;
        }

        if (_events.IsNotImported)
        {
            cmdlet.ThrowTerminatingError(TelemetryErrors.ModuleNotImported(processId));
        }

        cmdlet.WriteWarning(_events.Failure is { } failure
            ? $"The trace of process {processId} has ended: {failure.Message}"
            : $"The trace of process {processId} has ended: its handler was unregistered.");
    }
}
