namespace Telemetry.Metrics;

/// <summary>The place of one metric in a <see cref="SeriesTable"/>: its cells, one in each series, and their number. Changed under
/// the lock of the table.</summary>
/// <param name="newCell">Makes a cell of the metric.</param>
/// <param name="limit">The highest number of cells, besides that of the series for the others.</param>
/// <param name="lifetime">The milliseconds without a record after which a cell leaves; null if cells stay.</param>
internal sealed class SeriesSlot(Func<Cell> newCell, int limit, long? lifetime)
{
    private int _count;
    private long _retired;
    private long _retiredOthers;
    private long _nextSweep;
    private volatile bool _isRemoved;

    /// <summary>The index of its cell in each series.</summary>
    internal int Index { get; set; }

    /// <summary>Whether the metric was removed. Its place may then be given to another one.</summary>
    internal bool IsRemoved
    {
        get => _isRemoved;
        set => _isRemoved = value;
    }

    /// <summary>The time from which cells whose lifetime is over may be looked for again, to make room for others.</summary>
    internal long NextSweep
    {
        get => Volatile.Read(ref _nextSweep);
        set => Volatile.Write(ref _nextSweep, value);
    }

    internal long? Lifetime => lifetime;

    internal int Limit => limit;

    /// <summary>The number of cells, without the one of the series for the others.</summary>
    internal int Count
    {
        get => Volatile.Read(ref _count);
        set => Volatile.Write(ref _count, value);
    }

    internal bool IsFull => Count >= limit;

    /// <summary>The records of cells that left.</summary>
    internal long Retired
    {
        get => Volatile.Read(ref _retired);
        set => Volatile.Write(ref _retired, value);
    }

    /// <summary>The records of cells of the series for the others that left.</summary>
    internal long RetiredOthers
    {
        get => Volatile.Read(ref _retiredOthers);
        set => Volatile.Write(ref _retiredOthers, value);
    }

    internal Cell NewCell() => newCell();
}
