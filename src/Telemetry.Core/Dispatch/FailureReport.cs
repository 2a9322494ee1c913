namespace Telemetry;

/// <summary>The report of one failure: to the subscribers of <see cref="HandlerRegistration.Detached"/>, to the handlers of
/// the failure event, and to the subscribers of <see cref="TelemetryDispatcher.HandlerFailed"/>. Where none of them was told,
/// it is written to the trace.</summary>
/// <param name="dispatcher">The dispatcher that the handler belonged to.</param>
/// <param name="failure">The failure.</param>
/// <param name="cause">The report in the course of which the handler failed; null where it did not fail in one.</param>
/// <param name="relapse">The number of the relapse that it is, of those that the thread's reports have led to; zero where the
/// handler was there before them.</param>
internal sealed class FailureReport(TelemetryDispatcher dispatcher, HandlerFailure failure, FailureReport? cause, int relapse)
{
    private int _listeners;

    private FailureReport? Cause { get; } = cause;

    /// <summary>Whether the handler was attached in the course of the reports, and failed at once.</summary>
    internal bool IsRelapse => relapse > 0;

    /// <summary>The number of relapses that led to this one, itself included.</summary>
    internal int Generation { get; } = (cause?.Generation ?? 0) + (relapse > 0 ? 1 : 0);

    /// <summary>Whether there were so many relapses before this one that it gives rise to no further emit.</summary>
    internal bool IsBeyondLimit => relapse > 2 * Emission.MaxDepth;

    internal void TellDetached()
    {
        if (failure.WasDetached)
        {
            dispatcher.ReportToWatches();
            failure.Handler.OnUnpublished();
        }
    }

    internal void Emit()
    {
        int handlers = dispatcher.Report(failure);
        _listeners += handlers;
    }

    internal void Announce() => dispatcher.Announce(failure, isTold: _listeners > 0);

    /// <summary>Takes note of a handler that failed in the course of this report. One that failed at the failure event itself
    /// has not told anyone.</summary>
    internal void OnFailed(HandlerFailure other)
    {
        if (other.Record.EventName == TelemetryDispatcher.FailureEventName)
        {
            _listeners--;
        }
    }

    /// <summary>Whether a failure at an event is what is reported, or led to it.</summary>
    internal bool ComesFrom(TelemetryEvent emitted)
    {
        FailureReport? report = this;
        while (report is not null && !report.IsAt(emitted))
        {
            report = report.Cause;
        }

        return report is not null;
    }

    private bool IsAt(TelemetryEvent emitted) =>
        dispatcher == emitted.Dispatcher && failure.Record.EventName.Equals(emitted.Name);
}
