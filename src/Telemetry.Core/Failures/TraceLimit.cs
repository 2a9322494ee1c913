namespace Telemetry;

/// <summary>Selects the failures of one source that are written to the trace, so that a source that fails constantly does not
/// flood it: of failures in a row, the first, the tenth, the hundredth and so on; of such rows, no more than one a minute. Safe
/// to use from any thread.</summary>
internal sealed class TraceLimit
{
    private static readonly TimeSpan s_betweenRows = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private TimeSpan? _lastLine;
    private bool _isRowWritten;
    private long _leftOut;

    /// <summary>Counts a failure.</summary>
    /// <param name="failuresInARow">The number of failures in the row, this one included.</param>
    /// <param name="leftOut">The number of failures since the last one that was written, this one excluded.</param>
    /// <returns>Whether to write it.</returns>
    internal bool TryTake(int failuresInARow, out long leftOut)
    {
        lock (_gate)
        {
            _isRowWritten &= failuresInARow > 1;
            TimeSpan now = MonotonicTime.Now;
            leftOut = _leftOut;
            if (!IsPowerOfTen(failuresInARow) || !(_isRowWritten || _lastLine is null || now - _lastLine >= s_betweenRows))
            {
                _leftOut++;
                return false;
            }

            (_lastLine, _isRowWritten, _leftOut) = (now, true, 0);
            return true;
        }
    }

    private static bool IsPowerOfTen(int number)
    {
        while (number >= 10 && number % 10 == 0)
        {
            number /= 10;
        }

        return number == 1;
    }
}
