using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>A reporter that a cmdlet started, and its warnings. Safe to use from any thread.</summary>
internal sealed class StartedReporter
{
    private readonly SessionWarnings _warnings;

    /// <param name="reporter">The reporter, before its start.</param>
    /// <param name="warnings">Its warnings.</param>
    internal StartedReporter(Reporter reporter, SessionWarnings warnings)
    {
        Reporter = reporter;
        _warnings = warnings;
        reporter.Noticed += (_, notice) => _warnings.Write(notice.Message);
    }

    internal Reporter Reporter { get; }

    /// <summary>Writes the warning that the last report did not arrive.</summary>
    internal void WarnOfEnd() => _warnings.WriteUnlessSilent(new ScriptReporterInfo(Reporter).DescribeLoss());
}
