using System.Diagnostics;
using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>The warnings of metrics.</summary>
internal static class MetricWarnings
{
    /// <summary>Warns, at the emitter, of a problem of a metric. Called once for each metric and problem. On a thread without a
    /// session, the host of the session of its script blocks shows the warning.</summary>
    internal static void Write(MetricProblemReport report)
    {
        string message = PlainText.Of(report.Message);
        if (!Emitter.Write(new WarningRecord(message), ScriptMetric.HostOf(report.Metric)))
        {
            Trace.TraceWarning(message);
        }
    }

    /// <summary>Warns that a metric, which was registered, did not get the numbers that were restored for it.</summary>
    internal static void WriteStateWarning(PSCmdlet cmdlet, Metric metric)
    {
        if (metric.StateWarning is { } warning)
        {
            cmdlet.WriteWarning(PlainText.Of(warning));
        }
    }
}
