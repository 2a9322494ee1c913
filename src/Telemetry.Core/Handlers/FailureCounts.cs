namespace Telemetry;

/// <summary>The number of failures in a row of one handler. Safe to use from any thread.</summary>
internal sealed class FailureCounts
{
    private int _inARow;
    private int _filterInARow;

    /// <summary>The number of failures since the last success.</summary>
    internal int InARow => Math.Max(0, Volatile.Read(ref _inARow));

    /// <summary>Counts a failure.</summary>
    /// <returns>The number of failures in a row.</returns>
    internal int OnFailure() => Interlocked.Increment(ref _inARow);

    /// <summary>Resets the failures in a row.</summary>
    internal void OnSuccess()
    {
        // Read first: a write by every thread that emits would cost more than the handler.
        if (Volatile.Read(ref _inARow) != 0)
        {
            Interlocked.Exchange(ref _filterInARow, 0);
            Interlocked.Exchange(ref _inARow, 0);
        }
    }

    /// <summary>Counts a failure of the filter, before it is counted as one of the handler.</summary>
    internal void OnFilterFailure() => Interlocked.Increment(ref _filterInARow);

    /// <summary>Resets the failures of the filter in a row.</summary>
    internal void OnFilteredOut()
    {
        if (Volatile.Read(ref _filterInARow) != 0)
        {
            Interlocked.Add(ref _inARow, -Interlocked.Exchange(ref _filterInARow, 0));
        }
    }
}
