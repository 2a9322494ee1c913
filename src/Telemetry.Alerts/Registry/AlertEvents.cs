using System.Collections.Concurrent;

namespace Telemetry.Alerts;

/// <summary>Emits the changes of an alert as events, one after the other and in order, by whichever thread comes first. Safe to use from
/// any thread.</summary>
internal sealed class AlertEvents(TelemetryDispatcher dispatcher)
{
    // Only while a handler of these events does not return.
    private const int Capacity = 10_000;

    private static readonly EventName s_raise = EventName.Parse("telemetry.alert.raise");
    private static readonly EventName s_clear = EventName.Parse("telemetry.alert.clear");

    private readonly ConcurrentQueue<AlertNotification> _changes = new();
    private int _isEmitting;

    internal void Add(AlertNotification change)
    {
        if (_changes.Count < Capacity)
        {
            _changes.Enqueue(change);
        }
    }

    /// <summary>Emits what was added, unless another thread is about to. Called outside of locks.</summary>
    internal void Emit()
    {
        while (!_changes.IsEmpty && Interlocked.CompareExchange(ref _isEmitting, 1, 0) == 0)
        {
            try
            {
                while (_changes.TryDequeue(out AlertNotification? change))
                {
                    Emit(change);
                }
            }
            finally
            {
                Volatile.Write(ref _isEmitting, 0);
            }
        }
    }

    /// <summary>Returns the metadata of the events of an alert. The tags come first: a key of the library counts more than a tag of the
    /// same name.</summary>
    internal static List<KeyValuePair<string, MetadataValue>> MetadataOf(AlertNotification change)
    {
        List<KeyValuePair<string, MetadataValue>> metadata =
        [
            .. change.Tags.Select(tag => new KeyValuePair<string, MetadataValue>(tag.Key, tag.Value)),
        ];
        metadata.Add(new("alert", change.Name));
        metadata.Add(new("reason", change.Reason.ToString()));
        metadata.Add(new("message", change.Message));
        return metadata;
    }

    private void Emit(AlertNotification change)
    {
        List<KeyValuePair<string, MeasurementValue>> measurements = [new("count", change.Count)];
        if (change.Value is { } value && !double.IsNaN(value) && !double.IsInfinity(value))
        {
            measurements.Add(new("value", value));
        }

        bool isRaised = change.State == AlertState.Raised;
        if (!isRaised)
        {
            measurements.Add(new("duration", change.Duration));
        }

        try
        {
            dispatcher.Execute(isRaised ? s_raise : s_clear, [.. measurements], [.. MetadataOf(change)]);
        }
        catch (TelemetryRecursionException)
        {
            // Deep inside other emits, the event is refused. The notification is on its way all the same.
        }
    }
}
