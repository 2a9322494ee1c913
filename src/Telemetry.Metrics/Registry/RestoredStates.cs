namespace Telemetry.Metrics;

/// <summary>The restored numbers of metrics by name, for metrics that are added later. Used by one thread at a time.</summary>
internal sealed class RestoredStates
{
    // Several of a name only if they cannot be added up, as the metric changed in between.
    private readonly Dictionary<string, List<RestoredState>> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds the numbers of a metric: to those of its name, or in place of numbers that are part of them. Numbers of which a
    /// part is here already are left out.</summary>
    internal void Add(SavedMetric saved)
    {
        if (!_byName.TryGetValue(saved.Name, out List<RestoredState>? all))
        {
            all = [];
            _byName.Add(saved.Name, all);
        }

        all.RemoveAll(earlier => earlier.Origins.Count > 0 && !earlier.Origins.Except(saved.Origins, StringComparer.Ordinal).Any());
        if (all.Exists(earlier => saved.HasOriginOf(earlier.Origins)))
        {
            return;
        }

        if (all.Find(earlier => earlier.CanAdd(saved)) is { } same)
        {
            same.Add(saved);
        }
        else
        {
            all.Add(new RestoredState(saved));
        }
    }

    /// <summary>Removes the numbers of a metric, and returns them.</summary>
    internal IReadOnlyList<SavedMetric> Take(string name)
    {
        if (!_byName.TryGetValue(name, out List<RestoredState>? all))
        {
            return [];
        }

        _byName.Remove(name);
        return [.. all.Select(state => state.Read())];
    }

    /// <summary>Removes the numbers of metrics that exist, and returns the others.</summary>
    internal IReadOnlyList<SavedMetric> RemoveAllOf(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            _byName.Remove(name);
        }

        return [.. _byName.Values.SelectMany(all => all).Select(state => state.Read())];
    }

    /// <summary>Removes the numbers of a metric.</summary>
    internal void Remove(string name) => _byName.Remove(name);

    internal void Clear() => _byName.Clear();
}
