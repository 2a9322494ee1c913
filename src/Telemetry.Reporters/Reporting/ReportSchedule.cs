using System.Diagnostics;

namespace Telemetry.Reporters;

/// <summary>The times of reports: multiples of the interval since the start, of which those that passed meanwhile are left
/// out.</summary>
internal sealed class ReportSchedule
{
    private readonly TimeSpan _interval;
    private readonly Func<TimeSpan> _passed;
    private TimeSpan _next;

    internal ReportSchedule(TimeSpan interval, bool reportsAtStart)
        : this(interval, reportsAtStart, Clock())
    {
    }

    /// <param name="interval">The interval.</param>
    /// <param name="reportsAtStart">Whether the first report is due at once.</param>
    /// <param name="passed">Returns the time since the start.</param>
    internal ReportSchedule(TimeSpan interval, bool reportsAtStart, Func<TimeSpan> passed)
    {
        _interval = interval;
        _passed = passed;
        _next = reportsAtStart ? TimeSpan.Zero : interval;
    }

    /// <summary>The time until the next report.</summary>
    internal TimeSpan Left => _next - _passed();

    /// <summary>Sets the next report after one that was made. One that was requested does not move those that are due later.</summary>
    /// <param name="intervals">The number of intervals that a report which was due leaves out, and one.</param>
    internal void Advance(int intervals)
    {
        if (Left > TimeSpan.Zero)
        {
            return;
        }

        long passed = _passed().Ticks / _interval.Ticks;
        _next = new TimeSpan((passed + intervals) * _interval.Ticks);
    }

    private static Func<TimeSpan> Clock()
    {
        Stopwatch passed = Stopwatch.StartNew();
        return () => passed.Elapsed;
    }
}
