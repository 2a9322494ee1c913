namespace Telemetry.Metrics;

/// <summary>The restored numbers of metrics by name, for metrics that are added later. Used by one thread at a time.</summary>
internal sealed class RestoredStates
{
    private readonly Dictionary<string, List<SavedMetric>> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds the numbers of a metric, in place of those that are in part the same.</summary>
    internal void Add(SavedMetric saved)
    {
        if (!_byName.TryGetValue(saved.Name, out List<SavedMetric>? all))
        {
            all = [];
            _byName.Add(saved.Name, all);
        }

        all.RemoveAll(earlier => earlier.HasOriginOf(saved.Origins));
        all.Add(saved);
    }

    /// <summary>Removes the numbers of a metric, and returns them.</summary>
    internal IReadOnlyList<SavedMetric> Take(string name)
    {
        List<SavedMetric> taken = _byName.TryGetValue(name, out List<SavedMetric>? all) ? all : [];
        _byName.Remove(name);
        return taken;
    }

    /// <summary>Removes the numbers of metrics that exist, and returns the others.</summary>
    internal IReadOnlyList<SavedMetric> RemoveAllOf(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            _byName.Remove(name);
        }

        return [.. _byName.Values.SelectMany(all => all)];
    }

    internal void Clear() => _byName.Clear();
}
