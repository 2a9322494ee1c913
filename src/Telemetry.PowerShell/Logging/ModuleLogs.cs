using System.Diagnostics;
using System.Management.Automation;
using Telemetry.Logging;

namespace Telemetry.Commands;

/// <summary>The logs that the cmdlets started. They end with the last session that has the module imported. Safe to use from any
/// thread.</summary>
/// <remarks>The first use loads the assembly of the logs.</remarks>
internal static class ModuleLogs
{
    private static readonly object s_gate = new();
    private static List<(TelemetryLog Log, SessionWarnings Warnings)> s_started = [];

    /// <summary>Starts a log. The host of the cmdlet's session shows its warnings, unless those of the cmdlet are dropped.</summary>
    /// <exception cref="LogException">It cannot be started.</exception>
    internal static void Start(PSCmdlet cmdlet, TelemetryLog log)
    {
        var warnings = new SessionWarnings(
            HandlerSession.OfThisThread(cmdlet.Host, cmdlet.SessionState), Preferences.Drops(cmdlet, "Warning"));
        log.Noticed += (_, notice) => warnings.Write(notice.Message);
        log.Start();
        lock (s_gate)
        {
            s_started.RemoveAll(other => other.Log.State == TelemetryLogState.Stopped);
            s_started.Add((log, warnings));
        }
    }

    /// <summary>Stops the logs that the cmdlets started, all at once and in five seconds at most, after the events that are queued for
    /// buffered handlers. A warning shows that lines could not be written.</summary>
    internal static void Stop()
    {
        (TelemetryLog Log, SessionWarnings Warnings)[] ending = TakeStarted();
        if (ending.Length == 0)
        {
            return;
        }

        ProcessEnd.HandleQueued();
        Task<bool>[] stops = Array.ConvertAll(ending, started => started.Log.StopAsync(ProcessEnd.MaxTimeout));
        var passed = Stopwatch.StartNew();
        for (int i = 0; i < stops.Length; i++)
        {
            if (!CancellableWait.For(stops[i], () => passed.Elapsed >= ProcessEnd.MaxTimeout) || !stops[i].GetAwaiter().GetResult())
            {
                ending[i].Warnings.WriteUnlessSilent(new ScriptLogInfo(ending[i].Log).DescribeLoss());
            }
        }
    }

    private static (TelemetryLog Log, SessionWarnings Warnings)[] TakeStarted()
    {
        lock (s_gate)
        {
            List<(TelemetryLog Log, SessionWarnings Warnings)> started = s_started;
            s_started = [];
            return [.. started.Where(item => item.Log.State != TelemetryLogState.Stopped)];
        }
    }
}
