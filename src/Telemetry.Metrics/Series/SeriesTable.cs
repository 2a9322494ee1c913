namespace Telemetry.Metrics;

/// <summary>
/// The series of the metrics that have the same events, tags, limit and lifetime, and so share one look-up. A known series is found
/// without a lock; the lock guards what is added and removed, and nothing of others is called under it.
/// </summary>
internal sealed class SeriesTable
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
    private long _nextSweep;

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

    /// <summary>Finds the series of an event by the values of its tags as they are, without calling anything of others.</summary>
    /// <returns>Null if there is none by these values; the other method decides.</returns>
    internal Series? FindKnown(in EventData data, SeriesSlot slot, ref TagLookup lookup)
    {
        if (_untagged is not null)
        {
            return lookup.Series = _untagged;
        }

        if (_memo is null)
        {
            return null;
        }

        if (_memo.Find(in data) is { IsRemoved: false } remembered)
        {
            return lookup.Series = remembered;
        }

        return FindByHash(in data, slot, ref lookup);
    }

    /// <summary>Finds the series of an event for a metric; adds it, unless the metric has as many as it may have.</summary>
    /// <exception cref="Exception">A function of a tag, or the text of a value, failed.</exception>
    internal void Find(in EventData data, SeriesSlot slot, ref TagLookup lookup)
    {
        if (_untagged is not null)
        {
            lookup.Series = _untagged;
        }
        else if (!_tags.HasFunctions)
        {
            lookup.Series = Find(_tags.Read(data.Metadata), slot, out lookup.IsTagMissing);
        }
        else
        {
            TagValues values = _tags.Compute(in data, out KeyValuePair<string, MetadataValue>[] memory);
            lookup.Series = Find(values, slot, out lookup.IsTagMissing);
            TagSource.Return(memory);
        }
    }

    /// <summary>Returns the cell of a metric in a series, without a lock if there is one.</summary>
    /// <param name="series">The series; that of the others if the metric has as many as it may have.</param>
    /// <param name="slot">The metric.</param>
    internal Cell CellOf(ref Series series, SeriesSlot slot)
    {
        if (series.CellAt(slot.Index) is { } cell)
        {
            return cell;
        }

        if (slot.IsFull && _untagged is null && Others.CellAt(slot.Index) is { } other)
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

    /// <summary>Removes the cells of a metric whose lifetime is over.</summary>
    internal void RemoveExpired(SeriesSlot slot)
    {
        if (slot.Lifetime is { } lifetime)
        {
            lock (_gate)
            {
                Sweep(slot, CoarseClock.Now - lifetime);
            }
        }
    }

    /// <summary>Removes the cells of a metric that recorded nothing since the last call.</summary>
    internal void RemoveUntouched(SeriesSlot slot)
    {
        lock (_gate)
        {
            Sweep(slot, 1);
            foreach (Series series in _all)
            {
                series.CellAt(slot.Index)?.Untouch();
            }
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

    /// <summary>Returns the number of all records of a metric, and of those beyond the limit.</summary>
    internal void CountRecords(SeriesSlot slot, out long all, out long others)
    {
        lock (_gate)
        {
            others = slot.RetiredOthers + (Others.CellAt(slot.Index)?.Count ?? 0);
            all = others + slot.Retired;
            foreach (Series series in slot.IsRemoved ? [] : _all)
            {
                all += series.CellAt(slot.Index)?.Count ?? 0;
            }
        }
    }

    private Series? FindByHash(in EventData data, SeriesSlot slot, ref TagLookup lookup)
    {
        int version = _index.Version;
        TagValues values = _tags.Read(data.Metadata);
        Series? series = null;
        if (values.TryHash(out int hash, out bool areTexts, out lookup.IsTagMissing))
        {
            series = _index.Find(in values, hash);
            if (series is not null && !lookup.IsTagMissing)
            {
                _memo!.Remember(in data, series);
            }
            else if (series is null && areTexts && slot is { IsFull: true, Lifetime: null } && _index.IsAt(version) && !values.HaveHalf())
            {
                // There is no other text to look for, and no room.
                series = Others;
            }
        }

        return lookup.Series = series;
    }

    private Series Find(in TagValues values, SeriesSlot slot, out bool isTagMissing)
    {
        bool canHash = values.TryHash(out int hash, out bool areTexts, out isTagMissing);
        return (canHash ? _index.Find(in values, hash) : null) ?? FindByText(in values, canHash && !areTexts ? hash : null, slot);
    }

    private Series FindByText(in TagValues values, int? aliasHash, SeriesSlot slot)
    {
        var texts = TagTexts.Rent();
        for (int i = 0; i < values.Count; i++)
        {
            texts.Add(values[i]);
        }

        int hash = texts.Hash();
        Series series = FindKnown(texts, hash)
            ?? (texts.AreThose(Others.TagValues) || (slot.IsFull && !MakeRoom(slot)) ? Others : AddSeries(in values, texts, hash));
        texts.Return();
        if (aliasHash is { } rawHash && series != Others)
        {
            AddAlias(series, in values, rawHash);
        }

        return series;
    }

    /// <summary>Finds a series, also while others are moved: otherwise, an event of a known series could count among the
    /// others.</summary>
    private Series? FindKnown(TagTexts texts, int hash)
    {
        int version = _index.Version;
        if (_index.Find(texts, hash) is { } known)
        {
            return known;
        }

        if (_index.IsAt(version))
        {
            return null;
        }

        lock (_gate)
        {
            return _index.Find(texts, hash);
        }
    }

    private Series AddSeries(in TagValues values, TagTexts texts, int hash)
    {
        lock (_gate)
        {
            return _index.Find(texts, hash) ?? Add(new Series(texts.ToStrings(in values), hash));
        }
    }

    private void AddAlias(Series series, in TagValues values, int hash)
    {
        lock (_gate)
        {
            // The limit: some numbers have no end of equal ones of other types.
            if (!series.IsRemoved
                && _aliases < Math.Max(_all.Count * AliasesPerSeries, MinAliases)
                && _index.Find(in values, hash) is null)
            {
                _index.Add(new SeriesAlias(values.ToArray(), series, hash));
                _aliases++;
            }
        }
    }

    /// <summary>Returns the series that has the place of another one, which may be removed.</summary>
    private Series Living(Series series) =>
        !series.IsRemoved ? series : _index.Find(series) ?? Add(new Series(series.TagValues, series.Hash));

    private Series SeriesOf(string[] texts) => FindKnown(texts, out int hash) ?? Add(new Series(texts, hash));

    private Series? FindKnown(string[] texts, out int hash)
    {
        hash = 0;
        if (texts.AsSpan().SequenceEqual(Others.TagValues))
        {
            return Others;
        }

        var buffer = TagTexts.Rent();
        foreach (string text in texts)
        {
            buffer.Add(text);
        }

        hash = buffer.Hash();
        Series? series = _index.Find(buffer, hash);
        buffer.Return();
        return series;
    }

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

    /// <summary>Removes the cells whose lifetime is over, from time to time.</summary>
    /// <returns>Whether the metric can have another cell.</returns>
    private bool MakeRoom(SeriesSlot slot)
    {
        long now = CoarseClock.Now;
        if (slot.Lifetime is { } lifetime && now >= Volatile.Read(ref _nextSweep))
        {
            lock (_gate)
            {
                Volatile.Write(ref _nextSweep, now + Math.Min(lifetime, SweepInterval));
                Sweep(slot, now - lifetime);
            }
        }

        return !slot.IsFull;
    }

    /// <summary>Removes the cells of a metric that were last touched before a time.</summary>
    private void Sweep(SeriesSlot slot, long before)
    {
        bool any = false;
        foreach (Series series in _all)
        {
            if (series.CellAt(slot.Index) is { IsDeclared: false } cell && cell.Touched is var touched && touched < before)
            {
                series.SetCell(slot.Index, null);
                cell.Retire();
                if (cell.Touched == touched)
                {
                    CountRemoved(series, slot, cell);
                    any = true;
                }
                else
                {
                    // A record came meanwhile, and may be in the retired cell: it goes on in a fresh one.
                    Cell fresh = slot.NewCell();
                    fresh.Absorb(cell.Read(series.TagValues));
                    fresh.Touch();
                    series.SetCell(slot.Index, fresh);
                }
            }
        }

        if (any)
        {
            RemoveEmptySeries();
        }
    }

    private void RemoveCells(SeriesSlot slot)
    {
        foreach (Series series in (IEnumerable<Series>)[.. _all, Others])
        {
            if (series.CellAt(slot.Index) is { } cell)
            {
                series.SetCell(slot.Index, null);
                cell.Retire();
                CountRemoved(series, slot, cell);
            }
        }

        RemoveEmptySeries();
    }

    private void CountRemoved(Series series, SeriesSlot slot, Cell cell)
    {
        if (series == Others)
        {
            slot.RetiredOthers += cell.Count;
        }
        else
        {
            slot.Retired += cell.Count;
            slot.Count--;
        }
    }

    private void RemoveEmptySeries()
    {
        foreach (Series series in _all)
        {
            series.IsRemoved = series != _untagged && !series.HasCells;
        }

        if (_all.RemoveAll(series => series.IsRemoved) > 0)
        {
            _listed = null;
            _index.RemoveDead();
            _memo?.Clear();

            // Aliases of removed series are gone; the rest is not counted again, as the limit is a rough one.
            _aliases = Math.Min(_aliases, _all.Count * AliasesPerSeries);
        }
    }
}
