namespace Telemetry.Metrics;

/// <summary>The sets of one owner, such as a poll, and the metrics that they fed. It does not keep the owner alive.</summary>
internal sealed class SetOwner(object owner)
{
    private readonly WeakReference<object> _owner = new(owner);
    private readonly object _gate = new();
    private ISetTarget[] _fed = [];
    private PollSet? _last;
    private long _number;

    /// <summary>Whether the owner was collected, so that no set of it ends any more.</summary>
    internal bool IsGone => !_owner.TryGetTarget(out _);

    /// <summary>The set that began last; null if there is none.</summary>
    internal PollSet? Last => Volatile.Read(ref _last);

    /// <summary>Begins a set.</summary>
    /// <param name="outer">The set of another owner inside of which it begins; null if there is none.</param>
    internal PollSet Begin(PollSet? outer)
    {
        lock (_gate)
        {
            var set = new PollSet(this, ++_number, outer);
            Volatile.Write(ref _last, set);
            return set;
        }
    }

    /// <summary>Notes that the owner feeds a metric.</summary>
    internal void AddFed(ISetTarget target)
    {
        if (Array.IndexOf(Volatile.Read(ref _fed), target) < 0)
        {
            lock (_gate)
            {
                if (Array.IndexOf(_fed, target) < 0)
                {
                    // Those that were removed are left out: an owner can outlive many metrics.
                    Volatile.Write(ref _fed, [.. _fed.Where(fed => !fed.IsRemoved), target]);
                }
            }
        }
    }

    /// <summary>Removes the series that the owner set before, and not in this set, from all metrics that it ever fed.</summary>
    internal void RemoveUnset(PollSet set)
    {
        foreach (ISetTarget target in Volatile.Read(ref _fed))
        {
            target.RemoveUnset(set);
        }
    }
}
