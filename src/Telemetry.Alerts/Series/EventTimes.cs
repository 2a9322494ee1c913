namespace Telemetry.Alerts;

/// <summary>The times of the last events of a series, as many as raise the alert. Not safe for several threads.</summary>
internal sealed class EventTimes
{
    private const int FirstCapacity = 4;

    private long[] _ticks = [];
    private int _start;
    private int _count;

    /// <summary>Adds an event.</summary>
    /// <param name="now">Its time.</param>
    /// <param name="within">The time within which events count.</param>
    /// <param name="most">The number of times to keep; the oldest one makes room.</param>
    /// <returns>The number of events within the time, this one included.</returns>
    internal int Add(TimeSpan now, TimeSpan within, int most)
    {
        RemoveBefore(now - within);
        if (_count == most)
        {
            RemoveFirst();
        }

        if (_count == _ticks.Length)
        {
            Grow(most);
        }

        _ticks[(_start + _count) % _ticks.Length] = now.Ticks;
        return ++_count;
    }

    internal void Clear()
    {
        _ticks = [];
        _start = 0;
        _count = 0;
    }

    private void RemoveBefore(TimeSpan time)
    {
        while (_count > 0 && _ticks[_start] < time.Ticks)
        {
            RemoveFirst();
        }
    }

    private void RemoveFirst()
    {
        _start = (_start + 1) % _ticks.Length;
        _count--;
    }

    private void Grow(int most)
    {
        var ticks = new long[Math.Min(most, Math.Max(FirstCapacity, _count * 2))];
        for (int i = 0; i < _count; i++)
        {
            ticks[i] = _ticks[(_start + i) % _ticks.Length];
        }

        _ticks = ticks;
        _start = 0;
    }
}
