using System.Diagnostics;
using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Warns, at the emitter, of the problems of metrics: once for each metric and problem.</summary>
internal static class MetricWarnings
{
    internal static void Write(MetricProblemReport report)
    {
        string message = PlainText.Of(report.Message);
        if (!Emitter.Write(new WarningRecord(message), home: null))
        {
            Trace.TraceWarning(message);
        }
    }
}
