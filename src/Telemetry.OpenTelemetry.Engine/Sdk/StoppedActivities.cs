using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace Telemetry.Otlp.Engine;

/// <summary>Passes recorded activities on when they stop, and delivers them later, with the resource of its provider.</summary>
internal sealed class StoppedActivities(OtlpTraceExporter traces, Action<Activity> stopped) : BaseExportProcessor<Activity>(traces)
{
    /// <summary>Sends activities.</summary>
    /// <returns>Whether the SDK says that they arrived.</returns>
    internal bool Export(Activity[] spans, int count) => exporter.Export(new Batch<Activity>(spans, count)) == ExportResult.Success;

    protected override void OnExport(Activity data)
    {
        if (data.Recorded)
        {
            stopped(data);
        }
    }
}
