namespace Telemetry.Metrics;

/// <summary>
/// The series of the metrics that have the same events, tags, limit and lifetime, and so share one look-up. A known series is found
/// without a lock; the lock guards what is added and removed, and nothing of others is called under it.
/// </summary>
internal sealed partial class SeriesTable
{
    /// <summary>The value of all tags of the series for events beyond the limit.</summary>
    internal const string OtherValue = "(other)";

    private const int AliasesPerSeries = 4;
    private const int MinAliases = 64;
    private const long SweepInterval = 1000;

    private readonly object _gate = new();
    private readonly TagSource _tags;

    // The series of the last events; null if a function reads a tag.
    private readonly MetadataMemo<Series>? _memo;
    private readonly SeriesIndex _index = new();
    private readonly List<Series> _all = [];

    // The same, and the series for the others; null after a change.
    private Series[]? _listed;

    // The only series where there are no tags.
    private readonly Series? _untagged;
    private SeriesSlot?[] _slots = [];
    private int _aliases;

    internal SeriesTable(MetricTag[] tags)
    {
        _tags = new TagSource(tags);
        _memo = _tags.Keys is { } keys ? new MetadataMemo<Series>(keys) : null;
        Others = new Series([.. tags.Select(_ => OtherValue)], 0);
        if (tags.Length == 0)
        {
            _untagged = new Series([], 0);
            _all.Add(_untagged);
        }
    }

    /// <summary>The series for events beyond the limit.</summary>
    internal Series Others { get; }

    /// <summary>The only series, where there are no tags; null where there are some.</summary>
    internal Series? Untagged => _untagged;

    /// <summary>Whether functions read tags.</summary>
    internal bool HasFunctions => _tags.HasFunctions;

    /// <summary>Adds a metric.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="declared">The tag values of the series that exist from the start, at 0.</param>
    internal void AddSlot(SeriesSlot slot, string[][] declared)
    {
        lock (_gate)
        {
            int free = Array.IndexOf(_slots, null);
            slot.Index = free >= 0 ? free : _slots.Length;
            _slots = free >= 0 ? _slots : [.. _slots, null];
            _slots[slot.Index] = slot;
            Declare(slot, declared);
        }
    }

    /// <summary>Removes a metric with all its cells. Records that are under way are dropped.</summary>
    internal void RemoveSlot(SeriesSlot slot)
    {
        lock (_gate)
        {
            slot.IsRemoved = true;
            RemoveCells(slot);
            _slots[slot.Index] = null;
        }
    }

    /// <summary>Removes all cells of a metric, and starts again with the declared ones.</summary>
    internal void Reset(SeriesSlot slot, string[][] declared)
    {
        lock (_gate)
        {
            if (!slot.IsRemoved)
            {
                RemoveCells(slot);
                slot.Retired = 0;
                slot.RetiredOthers = 0;
                Declare(slot, declared);
            }
        }
    }

    /// <summary>Returns the cell of a metric in a series, without a lock if there is one.</summary>
    /// <param name="series">The series; that of the others if the metric has as many as it may have.</param>
    /// <param name="slot">The metric.</param>
    internal Cell CellOf(ref Series series, SeriesSlot slot)
    {
        // In this order: a place that is another metric's by now was given to it after this one was removed.
        if (series.CellAt(slot.Index) is { } cell && !slot.IsRemoved)
        {
            return cell;
        }

        if (slot.IsFull && _untagged is null && Others.CellAt(slot.Index) is { } other && !slot.IsRemoved)
        {
            series = Others;
            return other;
        }

        return GetCell(ref series, slot);
    }

    /// <summary>Returns the cell of a metric in a series that has none, or whose cell was retired.</summary>
    /// <param name="series">The series; another one if it was removed, or if the metric has as many as it may have.</param>
    /// <param name="slot">The metric.</param>
    internal Cell GetCell(ref Series series, SeriesSlot slot)
    {
        lock (_gate)
        {
            if (slot.IsRemoved)
            {
                return slot.NewCell();
            }

            series = Living(series);
            Cell? cell = series.CellAt(slot.Index);
            if (cell is null && series != Others && series != _untagged && slot.IsFull)
            {
                series = Others;
                cell = series.CellAt(slot.Index);
            }

            return cell ?? AddCell(series, slot);
        }
    }

    /// <summary>Adds the numbers of a reading, for example from an earlier process. They count as recorded now, for the lifetime
    /// and the limit of the series.</summary>
    internal void Absorb(SeriesSlot slot, SeriesReading reading)
    {
        string[] texts = [.. reading.TagValues];
        lock (_gate)
        {
            if (slot.IsRemoved || texts.Length != _tags.Count)
            {
                return;
            }

            // Before the series is found, as it removes empty ones.
            bool hasRoom = !slot.IsFull || MakeRoom(slot);
            Series? series = _untagged ?? FindKnown(texts, out _);
            if (!hasRoom && _untagged is null && series?.CellAt(slot.Index) is null)
            {
                series = Others;
            }

            series ??= SeriesOf(texts);
            Cell cell = series.CellAt(slot.Index) ?? AddCell(series, slot);
            cell.Touch();
            cell.Absorb(reading);
        }
    }

    /// <summary>Reads the series in which a metric has a cell, in the order in which they began, and that of the others
    /// last.</summary>
    internal SeriesReading[] Read(SeriesSlot slot, MetricDefinition definition)
    {
        Cell?[] cells;
        Series[] all;
        lock (_gate)
        {
            // Made again only after a change: readings come more often than new series.
            all = slot.IsRemoved ? [] : _listed ??= [.. _all, Others];
            cells = new Cell?[all.Length];
            for (int i = 0; i < all.Length; i++)
            {
                cells[i] = all[i].CellAt(slot.Index);
            }
        }

        // Outside of the lock, as a thread that adds a series would wait.
        var readings = new SeriesReading[all.Length];
        int count = 0;
        for (int i = 0; i < all.Length; i++)
        {
            if (cells[i] is { } cell)
            {
                readings[count++] = cell.Read(all[i].TagValues).In(definition);
            }
        }

        Array.Resize(ref readings, count);
        return readings;
    }

    /// <summary>Returns the number of all records of a metric.</summary>
    internal long CountRecords(SeriesSlot slot)
    {
        lock (_gate)
        {
            long all = CountOthers(slot) + slot.Retired;
            foreach (Series series in slot.IsRemoved ? [] : _all)
            {
                all += series.CellAt(slot.Index)?.Count ?? 0;
            }

            return all;
        }
    }

    /// <summary>Returns the number of records of a metric beyond its limit.</summary>
    internal long CountOthers(SeriesSlot slot)
    {
        lock (_gate)
        {
            return slot.RetiredOthers + (slot.IsRemoved ? 0 : Others.CellAt(slot.Index)?.Count ?? 0);
        }
    }

    /// <summary>Returns the series that has the place of another one, which may be removed.</summary>
    private Series Living(Series series) =>
        !series.IsRemoved ? series : _index.Find(series) ?? Add(new Series(series.TagValues, series.Hash));

    private Series SeriesOf(string[] texts) => FindKnown(texts, out int hash) ?? Add(new Series(texts, hash));

    private Series Add(Series series)
    {
        _all.Add(series);
        _listed = null;
        _index.Add(series);
        return series;
    }

    private Cell AddCell(Series series, SeriesSlot slot)
    {
        Cell cell = slot.NewCell();
        series.SetCell(slot.Index, cell);
        slot.Count += series == Others ? 0 : 1;
        return cell;
    }

    private void Declare(SeriesSlot slot, string[][] declared)
    {
        foreach (string[] texts in declared)
        {
            Series series = _untagged ?? SeriesOf(texts);
            (series.CellAt(slot.Index) ?? AddCell(series, slot)).IsDeclared = true;
        }
    }
}
