using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Receivers;

/// <summary>A program that sends metrics, spans and log records by the SDK of OpenTelemetry, each at once.</summary>
internal sealed class SdkSender : IDisposable
{
    private readonly Uri _endpoint;
    private readonly OtlpExportProtocol _protocol;
    private readonly string? _header;
    private readonly SeenAnswers _answers = new();
    private readonly string _name = $"sender-{Guid.NewGuid():N}";
    private readonly Meter _meter;
    private readonly MeterProvider _meters;
    private readonly TracerProvider _tracers;
    private readonly ILoggerFactory _loggers;

    /// <param name="http">The endpoint for HTTP.</param>
    /// <param name="grpc">The endpoint for gRPC.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="header">A header as <c>name=value</c>; null for none.</param>
    internal SdkSender(Uri http, Uri grpc, OtlpExportProtocol protocol, string? header = null)
    {
        _endpoint = protocol == OtlpExportProtocol.Grpc ? grpc : http;
        _protocol = protocol;
        _header = header;
        _meter = new Meter(_name, "1.2");
        Source = new ActivitySource(_name);
        ResourceBuilder resource = ResourceBuilder.CreateEmpty()
            .AddService("sender", serviceInstanceId: "1")
            .AddAttributes([new("deployment.environment", "test")]);
        _meters = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(_name)
            .AddView("exponential", new Base2ExponentialBucketHistogramConfiguration())
            .AddView("bounds", new ExplicitBucketHistogramConfiguration { Boundaries = [1, 10] })
            .AddOtlpExporter((options, reader) =>
            {
                Set(options, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = Timeout.Infinite;
            })
            .Build();
        _tracers = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(_name)
            .AddOtlpExporter(options => Set(options, "v1/traces"))
            .Build();
        _loggers = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(resource);
            options.IncludeFormattedMessage = true;
            options.AddOtlpExporter(exporter => Set(exporter, "v1/logs"));
        }));
    }

    internal ActivitySource Source { get; }

    /// <summary>The answers that the SDK got, such as <c>200</c>, or <c>200 grpc-status 16</c>, each with the text in it.</summary>
    internal IReadOnlyList<string> Answers => _answers.All;

    /// <summary>Sends one item of a signal.</summary>
    internal void Send(OtlpSignal signal)
    {
        switch (signal)
        {
            case OtlpSignal.Metrics:
                _meter.CreateCounter<long>("count").Add(1);
                FlushMetrics();
                break;
            case OtlpSignal.Traces:
                using (Source.StartActivity("span"))
                {
                }

                break;
            default:
                Log("a message");
                break;
        }
    }

    /// <summary>Sends values of all kinds of metrics.</summary>
    internal void SendMetrics()
    {
        Counter<long> counter = _meter.CreateCounter<long>("count", "{job}", "The jobs.");
        counter.Add(2, new KeyValuePair<string, object?>("route", "/a"));
        counter.Add(3, new("route", "/b"), new("status", 200));
        _meter.CreateUpDownCounter<double>("level").Add(-2.5);
        _meter.CreateObservableGauge("state", () => 7L);
        Histogram<double> bounds = _meter.CreateHistogram<double>("bounds", "s");
        Histogram<double> exponential = _meter.CreateHistogram<double>("exponential");
        foreach (double value in new[] { 0.5, 5, 50 })
        {
            bounds.Record(value);
            exponential.Record(value);
        }

        exponential.Record(0);
        FlushMetrics();
    }

    /// <summary>Sends a log record, within the current activity.</summary>
    internal void Log(string message)
    {
#pragma warning disable CA1848, CA2254
        _loggers.CreateLogger("category").Log(
            LogLevel.Warning,
            new EventId(7, "job.done"),
            new List<KeyValuePair<string, object?>> { new("job", 12) },
            null,
            (_, _) => message);
#pragma warning restore
    }

    public void Dispose()
    {
        _tracers.Dispose();
        _meters.Dispose();
        _loggers.Dispose();
        Source.Dispose();
        _meter.Dispose();
        _answers.Dispose();
    }

    private void FlushMetrics() => _meters.ForceFlush();

    private void Set(OtlpExporterOptions options, string path)
    {
        options.Protocol = _protocol;
        options.Endpoint = _protocol == OtlpExportProtocol.Grpc ? _endpoint : new Uri(_endpoint, path);
        options.Headers = _header;
        options.ExportProcessorType = ExportProcessorType.Simple;
        options.HttpClientFactory = _answers.CreateClient;
    }
}
