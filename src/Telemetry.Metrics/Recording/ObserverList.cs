namespace Telemetry.Metrics;

/// <summary>Several observers of one metric, of which each is guarded alone. Immutable.</summary>
internal sealed class ObserverList : MetricObserver
{
    private readonly MetricObserver[] _observers;
    private readonly Func<Exception, bool> _isFailure;

    private ObserverList(MetricObserver[] observers, Func<Exception, bool> isFailure)
    {
        _observers = observers;
        _isFailure = isFailure;
    }

    public override bool IsEnabled => Array.Exists(_observers, static observer => observer.IsEnabled);

    public override void Record(IReadOnlyList<string> tagValues, double value)
    {
        foreach (MetricObserver observer in _observers)
        {
            try
            {
                if (observer.IsEnabled)
                {
                    observer.Record(tagValues, value);
                }
            }
            catch (Exception e) when (_isFailure(e))
            {
                // An observer is for reporters, which report their failures themselves.
            }
        }
    }

    /// <summary>Returns the observers with another one.</summary>
    internal static MetricObserver Add(MetricObserver? before, MetricObserver added, Func<Exception, bool> isFailure) =>
        Of([.. All(before), added], isFailure)!;

    /// <summary>Returns the observers without one of them; null if there are no others.</summary>
    internal static MetricObserver? Remove(MetricObserver? before, MetricObserver removed, Func<Exception, bool> isFailure)
    {
        MetricObserver[] all = All(before);
        int index = Array.IndexOf(all, removed);
        return index < 0 ? before : Of([.. all.Take(index), .. all.Skip(index + 1)], isFailure);
    }

    private static MetricObserver[] All(MetricObserver? observer) => observer switch
    {
        null => [],
        ObserverList list => list._observers,
        _ => [observer],
    };

    private static MetricObserver? Of(MetricObserver[] observers, Func<Exception, bool> isFailure) => observers.Length switch
    {
        0 => null,
        1 => observers[0],
        _ => new ObserverList(observers, isFailure),
    };
}
