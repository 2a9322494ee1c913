namespace Telemetry;

/// <summary>
/// Processes the failure of a handler: the failure is counted, the policy decides whether the handler stays attached, the table
/// records the failure and detaches the handler, and the failure is reported.
/// </summary>
internal sealed class HandlerFailures(TelemetryDispatcher dispatcher, HandlerTable table)
{
    /// <inheritdoc cref="TelemetryDispatcher.HandlerFailed"/>
    internal event EventHandler<HandlerFailure>? HandlerFailed;

    internal HostExceptions HostExceptions { get; } = new();

    private TelemetryEvent FailureEvent => table.GetEvent(TelemetryDispatcher.FailureEventName);

    /// <inheritdoc cref="IHandlerOwner.Fail"/>
    internal void Fail(HandlerRegistration handler, in EventData data, Exception exception, bool wasRefused)
    {
        int failuresInARow = handler.CountFailure(data.EventName);
        FailurePolicy policy = handler.Options.FailurePolicy;
        bool isLast = wasRefused ? policy.DetachesRefused : policy.IsReached(failuresInARow);
        var failure = new HandlerFailure(handler, data.ToRecord(), exception, failuresInARow);
        if (!table.RecordFailure(handler, failure.Summary, isLast))
        {
            return;
        }

        if (isLast)
        {
            handler.DropQueued();
        }

        FailureReports.Add(new HandlerFailureReport(this, failure), HandlerTable.LastSequence);
    }

    internal void NotifyOfDetaching(HandlerFailure failure)
    {
        if (failure.WasDetached)
        {
            table.NotifyOfDetaching(failure.Handler);
        }
    }

    /// <summary>Emits the failure event.</summary>
    /// <returns>The number of its handlers.</returns>
    internal int Emit(HandlerFailure failure)
    {
        // Otherwise the failure of a kept handler of this event would be reported to the handler itself, endlessly.
        TelemetryEvent failureEvent = FailureEvent;
        int handlers = failure.WasDetached || !failureEvent.EventName.Equals(failure.Record.EventName) ? failureEvent.HandlerCount : 0;
        if (handlers > 0)
        {
            FailurePayload.Emit(failureEvent, failure);
        }

        return handlers;
    }

    /// <summary>Logs a failure, and raises <see cref="HandlerFailed"/>.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="isNotified">Whether someone was notified already. If nobody is notified, the failure is written to the
    /// trace.</param>
    internal void Announce(HandlerFailure failure, bool isNotified)
    {
        isNotified |= TelemetryEventSource.Log.HasListeners();
        Log(failure.Summary, failure.Exception);
        try
        {
            isNotified |= Subscribers.Notify(
                HandlerFailed, subscriber => subscriber(dispatcher, failure), HostExceptions.IsHandlerFailure) > 0;
        }
        finally
        {
            if (!isNotified)
            {
                Trace(failure);
            }
        }
    }

    /// <summary>Logs a failure that is not reported, as an earlier failure of the handler was.</summary>
    internal void Log(HandlerFailure failure)
    {
        Log(failure.Summary, failure.Exception);
        if (!TelemetryEventSource.Log.HasListeners() && HandlerFailed is null && !FailureEvent.HasHandlers)
        {
            Trace(failure);
        }
    }

    private static void Log(FailureSummary failure, Exception exception) =>
        TelemetryEventSource.Log.HandlerFailed(failure.HandlerId, failure.EventName.ToString(), exception, failure.WasDetached);

    private static void Trace(HandlerFailure failure)
    {
        if (failure.WasDetached)
        {
            FailureTrace.WriteError(ToTraceLine());
        }
        else
        {
            FailureTrace.WriteWarning(failure.Handler, failure.FailuresInARow, ToTraceLine);
        }

        string ToTraceLine() => failure.Summary.ToTraceLine(failure.Handler.IsAttached);
    }
}
