using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Telemetry.Otlp.Engine;

/// <summary>Records activities by the rules of the SDK, with the sampler that the environment names, and delivers them.</summary>
internal sealed class TraceSignal : IDisposable
{
    private readonly EngineOptions _options;
    private readonly SignalLink _link;
    private readonly OtlpTraceExporter _exporter;
    private readonly TracerProvider _provider;

    internal TraceSignal(Destination destination, EngineOptions options)
    {
        _options = options;
        _link = new SignalLink(destination);
        _exporter = new OtlpTraceExporter(_link.Options);
        _provider = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resources.Of(options))
            .AddSource(options.SourceName)
            .AddProcessor(new RecordedActivities(options.Stopped))
            .AddProcessor(new ResourceAnchor<Activity>(_exporter))
            .Build();
    }

    public void Dispose() => _provider.Dispose();

    /// <summary>Listens to further sources. (The sources of a provider cannot be changed.)</summary>
    internal TracerProvider Listen(string source) => Sdk.CreateTracerProviderBuilder()
        .AddSource(source)
        .AddProcessor(new RecordedActivities(_options.Stopped))
        .Build();

    internal Delivery Deliver(Activity[] spans, int count, CancellationToken cancellation)
    {
        Exchange exchange = _link.Begin(cancellation);
        return exchange.End(_exporter.Export(new Batch<Activity>(spans, count)) == ExportResult.Success, count);
    }
}
