namespace Telemetry;

/// <summary>
/// The events of names that are not known, and are emitted again and again: found by an emit without a lock, for nothing. Of
/// bounded size: when it is full, those that were not emitted since it was last full give way.
/// </summary>
internal sealed class RepeatedNames
{
    private const int Capacity = 10_000;

    private readonly object _gate = new();
    private EventTable _events = new();

    internal TelemetryEvent? Find(string name, int hash) => Volatile.Read(ref _events).Find(name, hash);

    internal TelemetryEvent GetOrAdd(TelemetryEvent added)
    {
        lock (_gate)
        {
            if (_events.Find(added.EventName) is { } present)
            {
                return present;
            }

            if (_events.Count == Capacity)
            {
                Volatile.Write(ref _events, WithThoseInUse(_events));
            }

            _events.Add(added);
            return added;
        }
    }

    // Half of it at most, so that it is not full again at once. Of names that come in turn, and are too many, some stay.
    private static EventTable WithThoseInUse(EventTable events)
    {
        var kept = new EventTable();
        foreach (TelemetryEvent known in events.ToArray().Where(known => known.IsInUse).Take(Capacity / 2))
        {
            known.IsInUse = false;
            kept.Add(known);
        }

        return kept;
    }
}
