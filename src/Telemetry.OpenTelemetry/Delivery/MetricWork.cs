using System.Diagnostics;

namespace Telemetry.Otlp;

/// <summary>Delivers metrics, whose values are read each time.</summary>
/// <param name="destination">The receiver.</param>
/// <param name="interval">The time between two deliveries.</param>
/// <param name="hasMetrics">Returns whether there are metrics, so that a report of nothing does not count as one.</param>
/// <param name="isDelta">Whether values that do not arrive are lost, as the next ones do not include them.</param>
/// <param name="deliver">Delivers them.</param>
internal sealed class MetricWork(
    Destination destination, TimeSpan interval, Func<bool> hasMetrics, bool isDelta, Func<CancellationToken, Delivery> deliver)
    : SignalWork(Signal.Metrics, destination)
{
    private readonly Stopwatch _passed = Stopwatch.StartNew();
    private TimeSpan _next;
    private long _lost;

    private protected override bool HasItems => Now >= _next && hasMetrics();

    // A moment ahead: a little early is better than one report late.
    private TimeSpan Now => _passed.Elapsed + TimeSpan.FromMilliseconds(50);

    internal override DroppedItems TakeDropped()
    {
        var lost = new DroppedItems(PushedOut: 0, _lost);
        _lost = 0;
        return lost;
    }

    private protected override Delivery DeliverAll(CancellationToken cancellation)
    {
        while (_next <= Now)
        {
            _next += interval;
        }

        Delivery delivery = deliver(cancellation);
        _lost += isDelta && !delivery.HasArrived ? delivery.Attempted : 0;
        return delivery;
    }
}
