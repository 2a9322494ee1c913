using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Telemetry.Otlp.Engine;

/// <summary>Gives an exporter inside another one its provider, whose resource it sends. It exports nothing itself.</summary>
internal sealed class ResourceAnchor(BaseExporter<LogRecord> exporter) : BaseExportProcessor<LogRecord>(exporter)
{
    protected override void OnExport(LogRecord data)
    {
    }
}
