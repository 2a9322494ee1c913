using System.Diagnostics;

namespace Telemetry.Reporters;

/// <summary>The times of reports: multiples of the interval since the start, of which those that passed meanwhile are left
/// out.</summary>
internal sealed class ReportSchedule
{
    private readonly TimeSpan _interval;
    private readonly Stopwatch _passed = Stopwatch.StartNew();
    private TimeSpan _next;

    internal ReportSchedule(TimeSpan interval, bool reportsAtStart)
    {
        _interval = interval;
        _next = reportsAtStart ? TimeSpan.Zero : interval;
    }

    /// <summary>The time until the next report.</summary>
    internal TimeSpan Left => _next - _passed.Elapsed;

    /// <summary>Sets the next report after one that was made. One that was requested does not move those that are due later.</summary>
    /// <param name="intervals">The number of intervals that a report which was due leaves out, and one.</param>
    internal void Advance(int intervals)
    {
        if (Left > TimeSpan.Zero)
        {
            return;
        }

        long passed = _passed.Elapsed.Ticks / _interval.Ticks;
        _next = new TimeSpan((passed + intervals) * _interval.Ticks);
    }
}
