namespace Telemetry;

/// <summary>The report of one failure. A failure that nobody is notified of is written to the trace.</summary>
/// <param name="handler">The identity of the handler that failed.</param>
/// <param name="attachOrder">The position of the handler in attach order.</param>
/// <param name="failedAt">The event during which it failed.</param>
internal abstract class FailureReport(object handler, long attachOrder, EmittedEvent failedAt)
{
    private FailureReport? _cause;
    private int _relapse;
    private int _listeners;

    internal object Handler => handler;

    internal long AttachOrder => attachOrder;

    /// <summary>Whether the handler was detached for the failure.</summary>
    internal abstract bool WasDetached { get; }

    /// <summary>Whether the handler failed during the event by which failures are reported.</summary>
    internal abstract bool IsAtFailureEvent { get; }

    /// <summary>The number of relapses that led to this report, including itself.</summary>
    internal int Generation { get; private set; }

    /// <summary>Whether this relapse follows so many others that it must cause no further emit.</summary>
    internal bool IsBeyondLimit => _relapse > 2 * ThreadState.MaxDepth;

    /// <summary>Sets the cause of the report.</summary>
    /// <param name="cause">The report during which the handler failed; null if there was none.</param>
    /// <param name="relapse">The number of this relapse, counted over all reports of the thread; zero if the handler was attached
    /// before them.</param>
    internal void SetCause(FailureReport? cause, int relapse)
    {
        _cause = cause;
        _relapse = relapse;
        Generation = (cause?.Generation ?? 0) + (relapse > 0 ? 1 : 0);
    }

    /// <summary>Sends the notification that the handler is detached, if it was.</summary>
    internal abstract void NotifyOfDetaching();

    /// <summary>Emits the failure event.</summary>
    internal void Emit()
    {
        // Added after the call, during which handlers that fail are subtracted.
        int handlers = EmitFailureEvent();
        _listeners += handlers;
    }

    /// <summary>Logs the failure and notifies the subscribers; writes it to the trace if nobody was notified.</summary>
    internal void Announce() => Announce(isNotified: _listeners > 0);

    /// <summary>Logs a failure that is not reported.</summary>
    internal abstract void Log();

    /// <summary>Records that a handler failed during this report. One that failed at the failure event itself does not count as
    /// notified.</summary>
    internal void OnFailed(FailureReport other)
    {
        if (other.IsAtFailureEvent)
        {
            _listeners--;
        }
    }

    /// <summary>Determines whether this failure, or one that led to it, happened at an event.</summary>
    internal bool ComesFrom(in EmittedEvent emitted)
    {
        FailureReport? report = this;
        while (report is not null && !report.IsAt(in emitted))
        {
            report = report._cause;
        }

        return report is not null;
    }

    /// <returns>The number of handlers of the failure event.</returns>
    protected abstract int EmitFailureEvent();

    protected abstract void Announce(bool isNotified);

    private bool IsAt(in EmittedEvent emitted) => failedAt.IsSame(in emitted);
}
