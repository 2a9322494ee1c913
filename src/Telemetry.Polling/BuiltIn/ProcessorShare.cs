namespace Telemetry.Polling;

/// <summary>The part of all processors that the process used between two readings.</summary>
/// <param name="processors">The number of processors.</param>
internal sealed class ProcessorShare(int processors)
{
    private TimeSpan? _used;
    private TimeSpan _time;

    /// <summary>Adds a reading.</summary>
    /// <param name="time">The time of the reading.</param>
    /// <param name="used">The time that processors spent on the process so far.</param>
    /// <returns>The part since the last reading, in percent, from 0 to 100; null for the first one, and if no time passed.</returns>
    internal double? Next(TimeSpan time, TimeSpan used)
    {
        double? percent = _used is { } before && time > _time
            ? Math.Min(100, Math.Max(0, 100.0 * (used - before).Ticks / (time - _time).Ticks / processors))
            : null;
        _used = used;
        _time = time;
        return percent;
    }
}
