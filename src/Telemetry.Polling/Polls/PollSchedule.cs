namespace Telemetry.Polling;

/// <summary>The times at which a poll is due: multiples of the interval since the start, of which those that passed meanwhile are
/// left out.</summary>
/// <param name="start">The time of the first run.</param>
/// <param name="interval">The interval.</param>
internal sealed class PollSchedule(TimeSpan start, TimeSpan interval)
{
    private long _tick;

    /// <summary>The time of the next run.</summary>
    internal TimeSpan Next => new(start.Ticks + (_tick * interval.Ticks));

    /// <summary>Sets the next run after one that ended. One that was requested does not move those that are due later.</summary>
    /// <param name="now">The time.</param>
    /// <param name="intervals">The number of intervals that a run which was due leaves out, and one.</param>
    /// <returns>The number of times at which a run was due, and none began, as this one was under way or waited for another
    /// poll.</returns>
    internal long Advance(TimeSpan now, int intervals)
    {
        if (now < Next)
        {
            return 0;
        }

        long passed = (now - start).Ticks / interval.Ticks;
        long missed = passed - _tick;
        _tick = passed + intervals;
        return missed;
    }
}
