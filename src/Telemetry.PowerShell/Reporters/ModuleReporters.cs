using System.Diagnostics;
using System.Management.Automation;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>The reporters that the cmdlets started. They end with the last session that has the module imported. Safe to use from
/// any thread.</summary>
/// <remarks>The first use loads the assembly of the reporters.</remarks>
internal static class ModuleReporters
{
    private static readonly object s_gate = new();
    private static List<StartedReporter> s_started = [];

    /// <summary>Starts a reporter. The host of the cmdlet's session shows its warnings, unless those of the cmdlet are
    /// dropped.</summary>
    /// <exception cref="ReporterException">It cannot be started.</exception>
    /// <exception cref="IOException">The numbers of the last run cannot be read.</exception>
    internal static void Start(PSCmdlet cmdlet, Reporter reporter)
    {
        var started = new StartedReporter(
            reporter,
            new SessionWarnings(
                HandlerSession.OfThisThread(cmdlet.Host, cmdlet.SessionState), Preferences.Drops(cmdlet, "Warning")));
        lock (s_gate)
        {
            s_started.RemoveAll(other => other.Reporter.State == ReporterState.Stopped);
            s_started.Add(started);
        }

        // The warnings of the start can stop the cmdlet. The reporter runs then.
        try
        {
            reporter.Start();
        }
        catch when (reporter.State is not (ReporterState.Running or ReporterState.Failing))
        {
            lock (s_gate)
            {
                s_started.Remove(started);
            }

            throw;
        }
    }

    /// <summary>Reports the values of the cmdlets' metrics, by all reporters at once, in five seconds at most.</summary>
    /// <param name="isLast">Whether no session is left: reporters that the cmdlets started end with this report, which includes
    /// the events that are queued for buffered handlers. A warning shows that it did not arrive.</param>
    internal static void Report(bool isLast)
    {
        StartedReporter[] ending = isLast ? TakeStarted() : [];
        Reporter[] others =
        [
            .. Reporter.List().Where(reporter =>
                reporter.Registry == ModuleMetrics.Registry && !Array.Exists(ending, started => started.Reporter == reporter)),
        ];
        if (ending.Length + others.Length == 0)
        {
            return;
        }

        if (isLast)
        {
            ProcessEnd.HandleQueued();
        }

        Task<bool>[] ends = Array.ConvertAll(ending, started => started.Reporter.StopAsync(ProcessEnd.MaxTimeout));
        Task<bool>[] reports = Array.ConvertAll(others, reporter => reporter.FlushAsync(ProcessEnd.MaxTimeout));
        Stopwatch passed = Stopwatch.StartNew();
        foreach (Task<bool> report in (Task<bool>[])[.. ends, .. reports])
        {
            CancellableWait.For(report, () => passed.Elapsed >= ProcessEnd.MaxTimeout);
        }

        for (int i = 0; i < ends.Length; i++)
        {
            if (!ends[i].IsCompleted || !ends[i].GetAwaiter().GetResult())
            {
                ending[i].WarnOfEnd();
            }
        }
    }

    private static StartedReporter[] TakeStarted()
    {
        lock (s_gate)
        {
            List<StartedReporter> started = s_started;
            s_started = [];
            return [.. started.Where(item => item.Reporter.State != ReporterState.Stopped)];
        }
    }
}
