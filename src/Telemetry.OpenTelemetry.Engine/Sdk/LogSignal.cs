using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;

namespace Telemetry.Otlp.Engine;

/// <summary>Delivers log records, by a logger of the SDK.</summary>
internal sealed class LogSignal : IDisposable
{
    // Larger than any batch, so that one is sent when it is whole.
    private const int QueueSize = 16 * 1024;

    private readonly SignalLink _link;
    private readonly Stamp _stamp = new();
    private readonly LogExporter _exporter;
    private readonly BatchLogRecordExportProcessor _batches;
    private readonly OpenTelemetryLoggerProvider _provider;
    private readonly LoggerFactory _factory;
    private readonly ILogger _logger;

    internal LogSignal(Destination destination, EngineOptions options)
    {
        _link = new SignalLink(destination);
        var exporter = new OtlpLogExporter(_link.Options);
        _exporter = new LogExporter(exporter);
        _batches = new BatchLogRecordExportProcessor(
            _exporter,
            QueueSize,
            scheduledDelayMilliseconds: int.MaxValue,
            exporterTimeoutMilliseconds: int.MaxValue,
            maxExportBatchSize: QueueSize);
        var settings = new OpenTelemetryLoggerOptions
        {
            IncludeFormattedMessage = true,
        };
        settings.SetResourceBuilder(Resources.Of(options)).AddProcessor(_stamp).AddProcessor(_batches)
            .AddProcessor(new ResourceAnchor<LogRecord>(exporter));
        _provider = new OpenTelemetryLoggerProvider(new FixedOptions(settings));
        _factory = new LoggerFactory([_provider], new LoggerFilterOptions
        {
            MinLevel = LogLevel.Trace,
        });
        _logger = _factory.CreateLogger(options.LogCategory);
    }

    public void Dispose()
    {
        _factory.Dispose();

        // Not by the factory, which was given it.
        _provider.Dispose();
    }

    internal Delivery Deliver(IReadOnlyList<LogEntry> entries, CancellationToken cancellation)
    {
        Exchange exchange = _link.Begin(cancellation);
        _exporter.Begin(entries.Count);
        foreach (LogEntry entry in entries)
        {
            _stamp.Entry = entry;
            _logger.Log(
                entry.IsError ? LogLevel.Error : LogLevel.Information,
                new EventId(0, entry.EventName),
                entry,
                exception: null,
                static (entry, _) => entry.Text);
        }

        _batches.ForceFlush(Timeout.Infinite);
        return exchange.End(_exporter.Wait(), entries.Count);
    }

    /// <summary>Gives a record what a logger does not take: the time, the span and the attributes of an entry.</summary>
    private sealed class Stamp : BaseProcessor<LogRecord>
    {
        internal LogEntry Entry { get; set; } = null!;

        public override void OnEnd(LogRecord data)
        {
            ActivityContext context = Entry.Context;
            data.Timestamp = Entry.Time;
            data.TraceId = context.TraceId;
            data.SpanId = context.SpanId;
            data.TraceFlags = context.TraceFlags;
            data.Attributes = Entry.Attributes;
        }
    }
}
