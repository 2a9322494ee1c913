using System.Management.Automation;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>The reporters that the cmdlets started. They end with the last session that has the module imported. Safe to use from
/// any thread.</summary>
/// <remarks>The first use loads the assembly of the reporters.</remarks>
internal static class ModuleReporters
{
    private static readonly object s_gate = new();
    private static List<Reporter> s_started = [];

    /// <summary>Starts a reporter. The host of the cmdlet's session shows its warnings, unless those of the cmdlet are
    /// dropped.</summary>
    /// <exception cref="ReporterException">It cannot be started.</exception>
    /// <exception cref="IOException">The numbers of the last run cannot be read.</exception>
    internal static void Start(PSCmdlet cmdlet, Reporter reporter)
    {
        var session = new WeakReference<HandlerSession?>(HandlerSession.OfThisThread(cmdlet.Host, cmdlet.SessionState));
        if (Preferences.Drops(cmdlet, "Warning"))
        {
            session.SetTarget(null);
        }

        reporter.Noticed += (_, notice) => ReporterWarnings.Write(notice.Message, session);
        reporter.Start();
        lock (s_gate)
        {
            s_started.RemoveAll(other => other.State == ReporterState.Stopped);
            s_started.Add(reporter);
        }
    }

    /// <summary>Reports the values of the cmdlets' metrics, by all reporters at once, in five seconds at most.</summary>
    /// <param name="isLast">Whether no session is left: reporters that the cmdlets started end with this report, which includes
    /// the events that are queued for buffered handlers.</param>
    internal static void Report(bool isLast)
    {
        List<Reporter> ending = isLast ? TakeStarted() : [];
        Reporter[] others =
            [.. Reporter.List().Where(reporter => reporter.Registry == ModuleMetrics.Registry && !ending.Contains(reporter))];
        if (ending.Count + others.Length == 0)
        {
            return;
        }

        if (isLast)
        {
            ProcessEnd.HandleQueued();
        }

        Task<bool>[] reports =
        [
            .. ending.Select(reporter => reporter.StopAsync(ProcessEnd.MaxTimeout)),
            .. others.Select(reporter => reporter.FlushAsync(ProcessEnd.MaxTimeout)),
        ];
        Task.WaitAll(reports, ProcessEnd.MaxTimeout);
    }

    private static List<Reporter> TakeStarted()
    {
        lock (s_gate)
        {
            List<Reporter> started = s_started;
            s_started = [];
            return started.FindAll(reporter => reporter.State != ReporterState.Stopped);
        }
    }
}
