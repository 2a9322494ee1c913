namespace Telemetry.Metrics;

/// <summary>
/// The numbers of one series of one metric. Records of several threads are exact, and so is a reading meanwhile. A cell that was
/// retired accepts no records any more; what it has is final.
/// </summary>
internal abstract class Cell
{
    // In milliseconds of CoarseClock; below 0 if nothing was recorded since the sets of a poll were last told apart.
    private long _touched;

    private long _started = DateTime.UtcNow.Ticks;

    /// <summary>Whether the series was declared, so that it never expires.</summary>
    internal bool IsDeclared { get; set; }

    /// <summary>The time of the last <see cref="Touch"/>, in milliseconds of <see cref="CoarseClock"/>; its negative after
    /// <see cref="Untouch"/>.</summary>
    internal long Touched => Volatile.Read(ref _touched);

    /// <summary>The number of values recorded.</summary>
    internal abstract long Count { get; }

    /// <summary>Notes that a record follows. It comes before the record, so that a thread that finds the record finds this, too.</summary>
    internal void Touch() => Volatile.Write(ref _touched, CoarseClock.Now);

    /// <summary>Notes that nothing was recorded in the set that begins. A record that comes meanwhile belongs to that set.</summary>
    internal void Untouch()
    {
        long touched = Touched;
        Interlocked.CompareExchange(ref _touched, -Math.Abs(touched), touched);
    }

    /// <summary>Records a value.</summary>
    /// <returns>Whether the cell accepted it; if not, it was retired, and a fresh cell has to record the value.</returns>
    internal abstract bool TryRecord(in RecordedNumber number);

    /// <summary>Retires the cell.</summary>
    internal abstract void Retire();

    /// <summary>Adds the numbers of a reading: of another cell of the same metric, which was retired, or of an earlier process. Called
    /// by one thread at a time, while others record.</summary>
    internal abstract void Absorb(SeriesReading reading);

    /// <summary>Reads all numbers of one moment.</summary>
    internal abstract SeriesReading Read(string[] tagValues);

    /// <summary>The time at which the cell began.</summary>
    private protected DateTime Started => new(Volatile.Read(ref _started), DateTimeKind.Utc);

    /// <summary>Begins at an earlier time, if it is one. Called by one thread at a time.</summary>
    private protected void BeginAt(DateTime time) => Volatile.Write(ref _started, Math.Min(_started, time.Ticks));
}
