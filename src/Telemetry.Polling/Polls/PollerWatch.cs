namespace Telemetry.Polling;

/// <summary>A timer for the run that is under way.</summary>
internal sealed class PollerWatch : IDisposable
{
    private readonly Timer _timer;

    /// <param name="isOver">Called when the time is over, on a thread of the pool.</param>
    internal PollerWatch(Action isOver)
    {
        _timer = new Timer(static state => ((Action)state!)(), isOver, Timeout.Infinite, Timeout.Infinite);
    }

    internal void Set(TimeSpan time) => _timer.Change(PollClock.Left(time, TimeSpan.Zero), Timeout.InfiniteTimeSpan);

    internal void Clear() => _timer.Change(Timeout.Infinite, Timeout.Infinite);

    public void Dispose() => _timer.Dispose();
}
