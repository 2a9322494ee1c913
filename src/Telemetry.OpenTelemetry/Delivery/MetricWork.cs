using System.Diagnostics;

namespace Telemetry.Otlp;

/// <summary>Delivers metrics, whose values are read each time.</summary>
internal sealed class MetricWork(Destination destination, TimeSpan interval, Func<CancellationToken, Delivery> deliver)
    : SignalWork(Signal.Metrics, destination)
{
    private readonly Stopwatch _passed = Stopwatch.StartNew();
    private TimeSpan _next;

    // A part of a moment early is better than one report late.
    internal override bool HasItems => _passed.Elapsed + TimeSpan.FromMilliseconds(50) >= _next;

    internal override long TakeDropped() => 0;

    private protected override Delivery DeliverAll(CancellationToken cancellation)
    {
        while (_next <= _passed.Elapsed + TimeSpan.FromMilliseconds(50))
        {
            _next += interval;
        }

        return deliver(cancellation);
    }
}
