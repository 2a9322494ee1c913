namespace Telemetry;

/// <summary>
/// The events of unknown names that are emitted repeatedly. An emit finds them without a lock or an allocation. The size is
/// bounded: when the table is full, names that were not emitted since it was last full are removed.
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

    // At most half of the capacity, so that the table is not full again at once. If too many names are emitted in rotation, some
    // of them stay.
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
