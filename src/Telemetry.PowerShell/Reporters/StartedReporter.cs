using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>A reporter that a cmdlet started, and its warnings. Safe to use from any thread.</summary>
internal sealed class StartedReporter
{
    // Weak, as a reporter may outlive the session that started it.
    private readonly WeakReference<HandlerSession?> _session;
    private readonly bool _isSilent;

    private volatile bool _isEnding;
    private bool _wasFailing;

    /// <param name="reporter">The reporter, before its start.</param>
    /// <param name="session">The session whose host shows the warnings.</param>
    /// <param name="isSilent">Whether the warnings are dropped.</param>
    internal StartedReporter(Reporter reporter, HandlerSession session, bool isSilent)
    {
        Reporter = reporter;
        _session = new WeakReference<HandlerSession?>(isSilent ? null : session);
        _isSilent = isSilent;
        reporter.Noticed += (_, notice) => OnNoticed(notice);
    }

    internal Reporter Reporter { get; }

    /// <summary>Begins to stop the reporter.</summary>
    internal Task<bool> EndAsync()
    {
        _isEnding = true;
        return Reporter.StopAsync(ProcessEnd.MaxTimeout);
    }

    /// <summary>Writes the warning that the last report did not arrive.</summary>
    internal void WarnOfEnd()
    {
        if (!_isSilent)
        {
            ReporterWarnings.Write(ReporterStops.Describe(new ScriptReporterInfo(Reporter)), _session);
        }
    }

    private void OnNoticed(ReporterNotice notice)
    {
        bool isOfFailure = Reporter.State == ReporterState.Failing != _wasFailing;
        _wasFailing ^= isOfFailure;

        // At the end, the warning of the last report says the same, and that the reporter tries no more.
        if (!isOfFailure || !_isEnding)
        {
            ReporterWarnings.Write(notice.Message, _session);
        }
    }
}
