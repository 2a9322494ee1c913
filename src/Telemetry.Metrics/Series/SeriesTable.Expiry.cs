namespace Telemetry.Metrics;

/// <content>Removing series whose lifetime is over, and all of a metric.</content>
internal sealed partial class SeriesTable
{
    /// <summary>Removes the cells of a metric whose lifetime is over.</summary>
    internal void RemoveExpired(SeriesSlot slot)
    {
        if (slot.Lifetime is { } lifetime)
        {
            lock (_gate)
            {
                SweepExpired(slot, CoarseClock.Now - lifetime);
            }
        }
    }

    /// <summary>Removes the cells of a metric that recorded nothing since the last call.</summary>
    internal void RemoveUntouched(SeriesSlot slot)
    {
        lock (_gate)
        {
            Sweep(slot, static touched => touched <= 0);
            foreach (Series series in _all)
            {
                series.CellAt(slot.Index)?.Untouch();
            }
        }
    }

    /// <summary>Removes the cells of a metric that earlier sets of an owner recorded, and this one, which has ended, did not.</summary>
    internal void RemoveUnset(SeriesSlot slot, PollSet ended)
    {
        lock (_gate)
        {
            bool any = false;
            foreach (Series series in slot.IsRemoved ? [] : (IEnumerable<Series>)[.. _all, Others])
            {
                if (series.CellAt(slot.Index) is MarkedCell { IsDeclared: false } cell
                    && cell.Touched is var touched
                    && !cell.TryUnmark(ended, out object? marks))
                {
                    any |= TryRemove(series, slot, cell, touched, marks);
                }
            }

            if (any)
            {
                RemoveEmptySeries();
            }
        }
    }

    /// <summary>Removes the cells whose lifetime is over, from time to time.</summary>
    /// <returns>Whether the metric can have another cell.</returns>
    private bool MakeRoom(SeriesSlot slot)
    {
        long now = CoarseClock.Now;
        if (slot.Lifetime is { } lifetime && now >= slot.NextSweep)
        {
            lock (_gate)
            {
                slot.NextSweep = now + Math.Min(lifetime, SweepInterval);
                SweepExpired(slot, now - lifetime);
            }
        }

        return !slot.IsFull;
    }

    /// <summary>Removes the cells of a metric that were last touched before a time, in whichever set of a poll.</summary>
    private void SweepExpired(SeriesSlot slot, long before) => Sweep(slot, touched => Math.Abs(touched) < before);

    /// <summary>Removes the cells of a metric by <see cref="Cell.Touched"/>.</summary>
    private void Sweep(SeriesSlot slot, Func<long, bool> isOver)
    {
        bool any = false;
        foreach (Series series in _all)
        {
            if (series.CellAt(slot.Index) is { IsDeclared: false } cell && cell.Touched is var touched && isOver(touched))
            {
                any |= TryRemove(series, slot, cell, touched, (cell as MarkedCell)?.Marks);
            }
        }

        if (any)
        {
            RemoveEmptySeries();
        }
    }

    /// <summary>Removes a cell, unless it is recorded meanwhile.</summary>
    /// <param name="series">The series.</param>
    /// <param name="slot">The metric.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="touched">The time at which it was touched, when it was decided to remove the cell.</param>
    /// <param name="marks">Its marks at that time.</param>
    private bool TryRemove(Series series, SeriesSlot slot, Cell cell, long touched, object? marks)
    {
        series.SetCell(slot.Index, null);
        cell.Retire();
        if (cell.Touched == touched && (cell as MarkedCell)?.Marks == marks)
        {
            CountRemoved(series, slot, cell);
            return true;
        }

        // A record came meanwhile, and may be in the retired cell: it goes on in a fresh one.
        Cell fresh = slot.NewCell();
        fresh.Absorb(cell.Read(series.TagValues));
        fresh.Touch();
        (fresh as MarkedCell)?.CopyMarks(cell);
        series.SetCell(slot.Index, fresh);
        return false;
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
