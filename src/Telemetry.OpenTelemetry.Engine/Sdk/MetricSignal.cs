using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Telemetry.Otlp.Engine;

/// <summary>Delivers metrics: those of one meter, by the SDK.</summary>
internal sealed class MetricSignal : IDisposable
{
    // One for each metric, of which a script has some hundreds at most.
    private const int MaximumStreams = 10_000;

    private readonly SignalLink _link;
    private readonly MetricExporter _exporter;
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;

    internal MetricSignal(Destination destination, EngineOptions options)
    {
        _link = new SignalLink(destination);
        _exporter = new MetricExporter(_link.Options);
        _reader = new BaseExportingMetricReader(_exporter)
        {
            TemporalityPreference = options.IsLowMemory ? MetricReaderTemporalityPreference.LowMemory
                : options.IsDelta ? MetricReaderTemporalityPreference.Delta
                : MetricReaderTemporalityPreference.Cumulative,
        };
        _provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resources.Of(options))
            .AddMeter(options.MeterName)
            .SetMaxMetricStreams(MaximumStreams)
            .AddView(instrument => ConfigurationOf(instrument, options.StreamOf))
            .AddReader(_reader)
            .Build();
    }

    public void Dispose() => _provider.Dispose();

    internal Delivery Deliver(CancellationToken cancellation)
    {
        Exchange exchange = _link.Begin(cancellation);
        _exporter.IsDelivering = true;
        try
        {
            bool isRead = _reader.Collect();
            return exchange.End(isRead && _exporter.HasArrived, _exporter.Series);
        }
        finally
        {
            _exporter.IsDelivering = false;
        }
    }

    private static MetricStreamConfiguration ConfigurationOf(Instrument instrument, Func<Instrument, MetricStream?> streamOf) =>
        streamOf(instrument) switch
        {
            null => MetricStreamConfiguration.Drop,
            { IsExponential: true } stream => new Base2ExponentialBucketHistogramConfiguration
            {
                Name = stream.Name,
                CardinalityLimit = stream.SeriesLimit,
            },
            { Bounds.Length: > 0 } stream => new ExplicitBucketHistogramConfiguration
            {
                Name = stream.Name,
                Boundaries = stream.Bounds,
                CardinalityLimit = stream.SeriesLimit,
            },
            { } stream => new MetricStreamConfiguration { Name = stream.Name, CardinalityLimit = stream.SeriesLimit },
        };
}
