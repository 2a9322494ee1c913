namespace Telemetry;

/// <summary>The report of one failure. Where nobody was notified of it, it is written to the trace.</summary>
/// <param name="handler">The identity of the handler that failed.</param>
/// <param name="attachOrder">The place of the handler in attach order.</param>
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

    /// <summary>The number of relapses that led to this one, itself included.</summary>
    internal int Generation { get; private set; }

    /// <summary>Whether there were so many relapses before this one that it gives rise to no further emit.</summary>
    internal bool IsBeyondLimit => _relapse > 2 * ThreadState.MaxDepth;

    /// <summary>Places the report among those of its thread.</summary>
    /// <param name="cause">The report during which the handler failed; null where there was none.</param>
    /// <param name="relapse">The number of the relapse that it is, of those that the thread's reports have led to; zero where the
    /// handler was attached before them.</param>
    internal void SetCause(FailureReport? cause, int relapse)
    {
        _cause = cause;
        _relapse = relapse;
        Generation = (cause?.Generation ?? 0) + (relapse > 0 ? 1 : 0);
    }

    /// <summary>Notifies of the detaching of the handler, if it was detached.</summary>
    internal abstract void NotifyOfDetaching();

    /// <summary>Emits the failure event.</summary>
    internal void Emit()
    {
        // Added after the call, in the course of which those that fail are subtracted.
        int handlers = EmitFailureEvent();
        _listeners += handlers;
    }

    /// <summary>Logs the failure and notifies the subscribers; writes it to the trace where nobody was notified.</summary>
    internal void Announce() => Announce(isNotified: _listeners > 0);

    /// <summary>Logs a failure that is not reported.</summary>
    internal abstract void Log();

    /// <summary>Takes note of a handler that failed during this report. One that failed at the failure event itself did not
    /// notify anyone.</summary>
    internal void OnFailed(FailureReport other)
    {
        if (other.IsAtFailureEvent)
        {
            _listeners--;
        }
    }

    /// <summary>Whether a failure at an event is the one reported, or led to it.</summary>
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
