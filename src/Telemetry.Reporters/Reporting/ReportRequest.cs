using System.Diagnostics;

namespace Telemetry.Reporters;

/// <summary>A request for a report, which the thread of the reporter answers.</summary>
/// <param name="reason">The reason for the report.</param>
internal sealed class ReportRequest(ReportReason reason)
{
    private readonly TaskCompletionSource<bool> _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private bool _hasBegun;
    private bool _hasExpired;
    private bool _isDone;

    internal ReportReason Reason => reason;

    /// <summary>Whether it is the last one before the end of the reporter or the process.</summary>
    internal bool IsLast => reason.IsLast();

    /// <summary>Whether the report arrived.</summary>
    internal Task<bool> Arrived => _arrived.Task;

    /// <summary>Whether the report began.</summary>
    internal bool HasBegun
    {
        get
        {
            lock (_gate)
            {
                return _hasBegun;
            }
        }
    }

    /// <summary>Begins the report, unless the request has expired.</summary>
    internal bool TryBegin()
    {
        lock (_gate)
        {
            _hasBegun |= !_hasExpired;
            Monitor.PulseAll(_gate);
            return _hasBegun;
        }
    }

    /// <summary>Makes the request expire, as nobody waits for it any more, unless its report has begun.</summary>
    internal bool Expire()
    {
        lock (_gate)
        {
            _hasExpired |= !_hasBegun;
            return _hasExpired;
        }
    }

    internal void Complete(bool arrived)
    {
        _arrived.TrySetResult(arrived);
        Set(ref _hasBegun);
        Set(ref _isDone);
    }

    /// <returns>Whether the report began in time.</returns>
    internal bool WaitForBegin(TimeSpan timeout) => Wait(ref _hasBegun, timeout);

    /// <returns>Whether the report ended in time.</returns>
    internal bool WaitForEnd(TimeSpan timeout) => Wait(ref _isDone, timeout);

    private void Set(ref bool flag)
    {
        lock (_gate)
        {
            flag = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool Wait(ref bool flag, TimeSpan timeout)
    {
        Stopwatch passed = Stopwatch.StartNew();
        lock (_gate)
        {
            while (!flag && timeout - passed.Elapsed is var left && left > TimeSpan.Zero)
            {
                Monitor.Wait(_gate, left);
            }

            return flag;
        }
    }
}
