using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Telemetry.Benchmarks.Support;

/// <summary>Meters whose instruments are aggregated by OpenTelemetry, as for an exporter, and not exported.</summary>
internal sealed class NoExport : BaseExporter<Metric>
{
    internal const string MeterName = "benchmarks";

    /// <summary>The prefix of the names of histograms with exponential buckets.</summary>
    internal const string Exponential = "exponential";

    internal static MeterProvider Listen() => Sdk.CreateMeterProviderBuilder()
        .AddMeter(MeterName)
        .AddView(instrument => instrument.Name.StartsWith(Exponential, StringComparison.Ordinal)
            ? new Base2ExponentialBucketHistogramConfiguration()
            : instrument.Name.Contains("histogram", StringComparison.Ordinal)
                ? new ExplicitBucketHistogramConfiguration { Boundaries = Buckets }
                : null)
        .AddReader(new BaseExportingMetricReader(new NoExport()))
        .Build();

    /// <summary>The bounds of all distributions, those that prometheus-net has by default.</summary>
    internal static double[] Buckets { get; } = [.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10];

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
}
