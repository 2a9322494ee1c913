using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>A reporter that a cmdlet started, and its warnings. Safe to use from any thread.</summary>
internal sealed class StartedReporter
{
    // Weak, as a reporter may outlive the session that started it.
    private readonly WeakReference<HandlerSession?> _session;
    private readonly bool _isSilent;

    /// <param name="reporter">The reporter, before its start.</param>
    /// <param name="session">The session whose host shows the warnings.</param>
    /// <param name="isSilent">Whether the warnings are dropped.</param>
    internal StartedReporter(Reporter reporter, HandlerSession session, bool isSilent)
    {
        Reporter = reporter;
        _session = new WeakReference<HandlerSession?>(isSilent ? null : session);
        _isSilent = isSilent;
        reporter.Noticed += (_, notice) => ReporterWarnings.Write(notice.Message, _session);
    }

    internal Reporter Reporter { get; }

    /// <summary>Writes the warning that the last report did not arrive.</summary>
    internal void WarnOfEnd()
    {
        if (!_isSilent)
        {
            ReporterWarnings.Write(ReporterStops.Describe(new ScriptReporterInfo(Reporter)), _session);
        }
    }
}
