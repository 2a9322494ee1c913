namespace Telemetry.Metrics;

/// <summary>The restored numbers of one metric, of one state or of several that were added up. Used by one thread at a time.</summary>
internal sealed class RestoredState
{
    private SavedMetric _last;

    // Null for one state.
    private SeriesTable? _table;
    private SeriesSlot? _slot;
    private MetricDefinition? _definition;

    internal RestoredState(SavedMetric saved)
    {
        _last = saved;
        Origins = saved.Origins;
    }

    /// <summary>The ids of the numbers, as described at <see cref="SavedMetric.Origins"/>.</summary>
    internal IReadOnlyList<string> Origins { get; private set; }

    /// <summary>Whether the numbers of another state can be added.</summary>
    internal bool CanAdd(SavedMetric saved) => _last.HasShapeOf(saved);

    /// <summary>Adds the numbers of another state. Many states take no more memory than their series.</summary>
    internal void Add(SavedMetric saved)
    {
        if (_table is null)
        {
            _table = new SeriesTable([.. saved.Tags.Select((_, i) => new MetricTag($"tag{i}"))]);
            _slot = new SeriesSlot(
                CellFactory.For(_definition = new MetricDefinition(saved.Name, saved.Type) { Buckets = saved.Bounds }),
                int.MaxValue,
                lifetime: null);
            _table.AddSlot(_slot, []);
            Absorb(_last);
        }

        Absorb(saved);
        Origins = SavedMetric.Join(Origins, saved.Origins);
        _last = saved;
    }

    /// <summary>Returns the numbers.</summary>
    internal SavedMetric Read() => _table is null
        ? _last
        : new()
        {
            Name = _last.Name,
            Type = _last.Type,
            Unit = _last.Unit,
            Tags = _last.Tags,
            Bounds = _last.Bounds,
            Origins = Origins,
            Series = _table.Read(_slot!, _definition!),
            Path = _last.Path,
        };

    private void Absorb(SavedMetric saved)
    {
        foreach (SeriesReading series in saved.Series)
        {
            _table!.Absorb(_slot!, series);
        }
    }
}
