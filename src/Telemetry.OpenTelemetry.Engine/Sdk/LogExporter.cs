using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;

namespace Telemetry.Otlp.Engine;

/// <summary>The exporter of log records, which tells when a batch is through: a flush of the SDK ends when the records are read, and not
/// when they are answered.</summary>
internal sealed class LogExporter(OtlpLogExporter exporter) : BaseExporter<LogRecord>
{
    private readonly object _gate = new();
    private long _expected;
    private bool _hasArrived = true;

    /// <summary>Begins a delivery.</summary>
    /// <param name="count">The number of its records.</param>
    internal void Begin(int count)
    {
        lock (_gate)
        {
            _expected = count;
            _hasArrived = true;
        }
    }

    /// <summary>Waits until all records of the delivery are through.</summary>
    /// <returns>Whether the SDK says that they arrived.</returns>
    internal bool Wait()
    {
        lock (_gate)
        {
            while (_expected > 0)
            {
                Monitor.Wait(_gate);
            }

            return _hasArrived;
        }
    }

    public override ExportResult Export(in Batch<LogRecord> batch)
    {
        long count = batch.Count;
        ExportResult result = ExportResult.Failure;
        try
        {
            result = exporter.Export(batch);
        }
        finally
        {
            lock (_gate)
            {
                _hasArrived &= result == ExportResult.Success;
                _expected -= count;
                Monitor.PulseAll(_gate);
            }
        }

        return result;
    }

    protected override bool OnShutdown(int timeoutMilliseconds) => exporter.Shutdown(timeoutMilliseconds);
}
