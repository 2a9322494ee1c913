using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Telemetry.Diagnostics;
using Telemetry.Metrics;
using MetricType = Telemetry.Metrics.MetricType;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Metrics and spans as the SDK of OpenTelemetry receives them.</summary>
public sealed class OpenTelemetryTests : IDisposable
{
    private readonly string _meter = $"meter-{Guid.NewGuid():N}";
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;

    public OpenTelemetryTests() => _registry = new MetricRegistry(_dispatcher);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void B6_sdk_reads_all_types_with_units_tags_and_bounds()
    {
        var exporter = new MetricTexts();
        using MeterProvider provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(_meter)
            .AddReader(new BaseExportingMetricReader(exporter))
            .Build();
        _registry.AddMany(
        [
            new("job.count", MetricType.Counter) { Events = ["job.done"], Tags = ["route"] },
            new("job.size", MetricType.Sum) { Events = ["job.done"], Unit = "byte", AllowNegative = true },
            new("job.last", MetricType.LastValue) { Events = ["job.done"], Measurement = "size" },
            new("job.duration", MetricType.Distribution) { Events = ["job.done"], Unit = "second", Buckets = [0.1, 1] },
        ]);
        using InstrumentPublication publication = _registry.PublishInstruments(new() { MeterName = _meter });
        Emit(12, 0.05);
        Emit(-2, 5);
        Assert.Equal(
            [
                "job.count LongSum  [route, /users] 2",
                "job.duration Histogram s  2 5.05 0.1:1 1:0 ∞:1",
                "job.last DoubleGauge   -2",
                "job.size DoubleSumNonMonotonic By  10",
            ],
            exporter.Collect(provider));

        _registry.Replace(new("job.count", MetricType.Counter) { Events = ["job.done"], Description = "Jobs." });
        _registry.Remove("job.duration");
        Emit(1, 1);
        exporter.Collect(provider);
        Assert.Equal(
            ["job.count LongSum   1"],
            exporter.Collect(provider).Where(text => text.StartsWith("job.count", StringComparison.Ordinal)));
    }

    [Fact]
    public void O4_sdk_exports_spans_with_their_parents_and_failures()
    {
        var exported = new List<Activity>();
        using (TracerProvider provider = Sdk.CreateTracerProviderBuilder()
            .AddSource("Telemetry")
            .AddProcessor(new SimpleActivityExportProcessor(new ActivityList(exported, _meter)))
            .Build())
        {
            using ActivityPublication publication = _dispatcher.PublishActivities();
            _dispatcher.GetSpanSource($"{_meter}.job").Run(_ =>
            {
                TelemetrySpan step = _dispatcher.GetSpanSource($"{_meter}.step").Start();
                step.Fail(new InvalidOperationException("out of stock"));
            });
        }

        Assert.Equal([$"{_meter}.step", $"{_meter}.job"], exported.Select(activity => activity.OperationName));
        Assert.Equal(exported[1].SpanId, exported[0].ParentSpanId);
        Assert.Equal(ActivityStatusCode.Error, exported[0].Status);
        Assert.Equal("exception", Assert.Single(exported[0].Events).Name);
    }

    private void Emit(int size, double seconds) => _dispatcher.Execute(
        "job.done", [new("size", size), new("duration", TimeSpan.FromSeconds(seconds))], [new("route", "/users")]);

    private sealed class MetricTexts : BaseExporter<OpenTelemetry.Metrics.Metric>
    {
        private readonly List<string> _texts = [];

        internal string[] Collect(MeterProvider provider)
        {
            _texts.Clear();
            provider.ForceFlush();
            return [.. _texts.Order(StringComparer.Ordinal)];
        }

        public override ExportResult Export(in Batch<OpenTelemetry.Metrics.Metric> batch)
        {
            foreach (OpenTelemetry.Metrics.Metric metric in batch)
            {
                foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
                {
                    _texts.Add($"{metric.Name} {metric.MetricType} {metric.Unit} {Tags(in point)} {Value(metric, in point)}");
                }
            }

            return ExportResult.Success;
        }

        private static string Tags(in MetricPoint point)
        {
            var tags = new List<string>();
            foreach (KeyValuePair<string, object?> tag in point.Tags)
            {
                tags.Add(tag.ToString());
            }

            return string.Join(' ', tags);
        }

        private static string Value(OpenTelemetry.Metrics.Metric metric, in MetricPoint point)
        {
            switch (metric.MetricType)
            {
                case OpenTelemetry.Metrics.MetricType.LongSum:
                    return FormattableString.Invariant($"{point.GetSumLong()}");
                case OpenTelemetry.Metrics.MetricType.DoubleGauge:
                    return FormattableString.Invariant($"{point.GetGaugeLastValueDouble()}");
                case OpenTelemetry.Metrics.MetricType.Histogram:
                    var buckets = new List<string>();
                    foreach (HistogramBucket bucket in point.GetHistogramBuckets())
                    {
                        string bound = double.IsInfinity(bucket.ExplicitBound)
                            ? "∞"
                            : bucket.ExplicitBound.ToString(CultureInfo.InvariantCulture);
                        buckets.Add($"{bound}:{bucket.BucketCount}");
                    }

                    return FormattableString.Invariant($"{point.GetHistogramCount()} {point.GetHistogramSum()} ")
                        + string.Join(' ', buckets);
                default:
                    return FormattableString.Invariant($"{point.GetSumDouble()}");
            }
        }
    }

    private sealed class ActivityList(List<Activity> exported, string prefix) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (Activity activity in batch)
            {
                if (activity.OperationName.StartsWith(prefix, StringComparison.Ordinal))
                {
                    exported.Add(activity);
                }
            }

            return ExportResult.Success;
        }
    }
}
