using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Telemetry.Otlp.Engine;

/// <summary>The exporter of metrics, which counts the series and sends nothing if there is no series.</summary>
internal sealed class MetricExporter(OtlpExporterOptions options) : OtlpMetricExporter(options)
{
    /// <summary>The number of series of the last collection.</summary>
    internal long Series { get; private set; }

    internal bool HasArrived { get; private set; } = true;

    /// <summary>Whether a collection is a delivery. When a provider is disposed, it collects once more, after the last report.</summary>
    internal bool IsDelivering { get; set; }

    public override ExportResult Export(in Batch<Metric> metrics)
    {
        if (!IsDelivering)
        {
            return ExportResult.Success;
        }

        Series = 0;
        foreach (Metric metric in metrics)
        {
            foreach (ref readonly MetricPoint _ in metric.GetMetricPoints())
            {
                Series++;
            }
        }

        ExportResult result = Series == 0 ? ExportResult.Success : base.Export(metrics);
        HasArrived = result == ExportResult.Success;
        return result;
    }
}
