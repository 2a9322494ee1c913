namespace Telemetry.Metrics;

/// <summary>The numbers of one series of a metric with <see cref="MetricDefinition.PerPoll"/>, with the sets that recorded
/// them.</summary>
/// <param name="inner">The numbers.</param>
internal sealed class MarkedCell(Cell inner) : Cell
{
    // Null, the last set of the only owner, or an array with the last set of each. Replaced, never changed.
    private object? _marks;

    internal override long Count => inner.Count;

    /// <summary>The last set of each owner that recorded the series; null if there is none. A value that is the same as before
    /// shows that no other set recorded it meanwhile.</summary>
    internal object? Marks => Volatile.Read(ref _marks);

    /// <summary>Notes that a set records the series. It comes before the record, so that a thread that finds the record finds this,
    /// too.</summary>
    internal void Mark(PollSet set)
    {
        object? marks;
        object with;
        do
        {
            marks = Marks;
            with = With(marks, set);
        }
        while (with != marks && Interlocked.CompareExchange(ref _marks, with, marks) != marks);
    }

    /// <summary>Removes the marks that a set which has ended replaces.</summary>
    /// <param name="ended">The set.</param>
    /// <param name="before">The marks before.</param>
    /// <returns>Whether marks are left. If not, they are unchanged.</returns>
    internal bool TryUnmark(PollSet ended, out object? before)
    {
        while (true)
        {
            before = Marks;
            object? left = Without(before, ended);
            if (left is null || left == before || Interlocked.CompareExchange(ref _marks, left, before) == before)
            {
                return left is not null;
            }
        }
    }

    /// <summary>Copies the marks of a cell whose numbers go on in this one, before others use it.</summary>
    internal void CopyMarks(Cell other) => _marks = (other as MarkedCell)?.Marks;

    internal override bool TryRecord(in RecordedNumber number) => inner.TryRecord(in number);

    internal override void Retire() => inner.Retire();

    internal override void Absorb(SeriesReading reading) => inner.Absorb(reading);

    internal override SeriesReading Read(string[] tagValues) => inner.Read(tagValues);

    private static object With(object? marks, PollSet set)
    {
        switch (marks)
        {
            case null:
                return set;
            case PollSet one:
                return one.Owner != set.Owner ? new[] { one, set } : one.Number < set.Number ? set : one;
            default:
                var all = (PollSet[])marks;
                int index = Array.FindIndex(all, other => other.Owner == set.Owner);
                if (index < 0)
                {
                    return (PollSet[])[.. all, set];
                }

                if (all[index].Number >= set.Number)
                {
                    return all;
                }

                PollSet[] changed = [.. all];
                changed[index] = set;
                return changed;
        }
    }

    private static object? Without(object? marks, PollSet ended)
    {
        switch (marks)
        {
            case null:
                return null;
            case PollSet one:
                return one.IsReplacedBy(ended) ? null : one;
            default:
                var all = (PollSet[])marks;
                PollSet[] left = [.. all.Where(set => !set.IsReplacedBy(ended))];
                return left.Length == all.Length ? all : left.Length switch
                {
                    0 => null,
                    1 => left[0],
                    _ => left,
                };
        }
    }
}
