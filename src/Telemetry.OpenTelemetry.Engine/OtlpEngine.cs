using System.Diagnostics;

namespace Telemetry.Otlp.Engine;

/// <summary>Works with the SDK of OpenTelemetry. Created by name, from another load context.</summary>
internal sealed class OtlpEngine : IOtlpEngine
{
    private readonly MetricSignal? _metrics;
    private readonly TraceSignal? _traces;
    private readonly LogSignal? _logs;

    /// <param name="options">The options.</param>
    /// <exception cref="IOException">A file of certificates cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file of certificates is not valid.</exception>
    public OtlpEngine(EngineOptions options)
    {
        try
        {
            _metrics = DestinationOf(Signal.Metrics) is { } metrics ? new MetricSignal(metrics, options) : null;
            _traces = DestinationOf(Signal.Traces) is { } traces ? new TraceSignal(traces, options) : null;
            _logs = DestinationOf(Signal.Logs) is { } logs ? new LogSignal(logs, options) : null;
        }
        catch
        {
            Dispose();
            throw;
        }

        Destination? DestinationOf(Signal signal) => options.Destinations.GetValueOrDefault(signal);
    }

    public Delivery DeliverMetrics(CancellationToken cancellation) => Require(_metrics).Deliver(cancellation);

    public Delivery DeliverSpans(Activity[] spans, int count, CancellationToken cancellation) =>
        Require(_traces).Deliver(spans, count, cancellation);

    public Delivery DeliverLogs(IReadOnlyList<LogEntry> entries, CancellationToken cancellation) =>
        Require(_logs).Deliver(entries, cancellation);

    public IDisposable Listen(string source) => Require(_traces).Listen(source);

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
        _logs?.Dispose();
    }

    private static T Require<T>(T? signal)
        where T : class => signal ?? throw new InvalidOperationException("The signal has no destination.");
}
