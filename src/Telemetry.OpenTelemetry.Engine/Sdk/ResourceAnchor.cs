using OpenTelemetry;

namespace Telemetry.Otlp.Engine;

/// <summary>Gives an exporter that is used in another way its provider, whose resource it sends. It exports nothing itself.</summary>
internal sealed class ResourceAnchor<T>(BaseExporter<T> exporter) : BaseExportProcessor<T>(exporter)
    where T : class
{
    protected override void OnExport(T data)
    {
    }
}
