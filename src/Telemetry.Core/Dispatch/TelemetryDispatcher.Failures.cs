namespace Telemetry;

public sealed partial class TelemetryDispatcher
{
    /// <summary>How many of the handlers that were detached for failing are remembered
    /// (<see cref="ListDetached"/>).</summary>
    public const int MaxDetachedHandlers = 100;

    private readonly FailedHandlers _failed = new();
    private readonly TelemetryEvent _failureEvent;
    private Func<Exception, bool>[] _passThrough = [];

    /// <summary>A handler failed, and was detached unless its policy keeps it. Raised on the thread that called the handler,
    /// which is the one that emitted unless it has a buffer, after the event <see cref="FailureEventName"/>, so that a host can
    /// tell its user. What a subscriber throws is logged and goes no further, apart from what <see cref="AddPassThrough"/>
    /// names.</summary>
    /// <remarks>
    /// <para>A failure that reaches neither a subscriber, nor a handler of the failure event, nor a listener of the event source
    /// <c>Telemetry</c>, is written to <see cref="System.Diagnostics.Trace"/>, on one line: as an error where the handler was
    /// detached for it. Of a handler that stays, the first failure in a row, the tenth, the hundredth and so on are written as
    /// warnings, and no more than one row a minute.</para>
    /// <para>A subscriber may attach the handler again and emit. Where it causes the same failure again by that,
    /// <see cref="MaxDepth"/> times in turn, its emit is refused by a <see cref="TelemetryRecursionException"/>.</para>
    /// </remarks>
    public event EventHandler<HandlerFailure>? HandlerFailed;

    /// <summary>Names exceptions that belong to the host and not to the handler they come out of, such as the one by which
    /// a pipeline is stopped: they pass through to the emitter, and the handler stays. Out of a handler with a buffer they go
    /// no further. The abort and the interruption of a thread (<see cref="Thread.Interrupt"/>) pass through without being
    /// named.</summary>
    /// <remarks>The handlers that come after it are not called for that emit.</remarks>
    /// <param name="isHostException">Whether an exception is the host's. Called on the thread that called the handler; must
    /// be quick and not throw.</param>
    /// <returns>What takes the rule back when disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="isHostException"/> is null.</exception>
    public IDisposable AddPassThrough(Func<Exception, bool> isHostException)
    {
        ArgumentNullException.ThrowIfNull(isHostException);
        lock (_gate)
        {
            Volatile.Write(ref _passThrough, [.. _passThrough, isHostException]);
        }

        return new PassThroughRule(this, isHostException);
    }

    /// <summary>Whether an exception out of a handler is the handler's own.</summary>
    internal bool IsHandlerFailure(Exception exception)
    {
        if (ThreadEnd.IsCauseOf(exception))
        {
            return false;
        }

        foreach (Func<Exception, bool> isHostException in Volatile.Read(ref _passThrough))
        {
            if (isHostException(exception))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Applies the failure policy of a handler that threw, and reports the failure.</summary>
    /// <param name="registration">The handler.</param>
    /// <param name="data">The event at which it threw.</param>
    /// <param name="exception">What it threw.</param>
    /// <param name="mustLeave">Whether it is detached whatever its policy.</param>
    internal void Fail(HandlerRegistration registration, in EventData data, Exception exception, bool mustLeave)
    {
        int failuresInARow = registration.OnFailure();
        bool isLast = mustLeave || registration.Options.FailurePolicy.IsReached(failuresInARow);
        var failure = new HandlerFailure(registration, data.ToRecord(), exception, failuresInARow);
        if (!Record(failure.Summary, isLast))
        {
            return;
        }

        if (isLast)
        {
            registration.DropQueued();
        }

        FailureReports.Add(this, failure);
    }

    /// <summary>Records a failure with its handler, and detaches that if it is the last, in one step: nobody sees the one
    /// without the other.</summary>
    /// <returns>Whether it is to be reported. Of several threads on which a handler failed, the one that detaches it reports;
    /// what fails once it is detached is not reported, unless it fails at what had been queued for it before.</returns>
    private bool Record(FailureSummary failure, bool isLast)
    {
        HandlerRegistration handler = failure.Handler;
        lock (_gate)
        {
            if (!handler.IsAttached && !handler.IsDelivering)
            {
                return false;
            }

            failure.WasDetached = isLast && handler.IsAttached;
            handler.RecordFailure(failure);
            if (failure.WasDetached)
            {
                Unpublish(handler);
                _failed.Add(failure);
            }

            return true;
        }
    }

    /// <summary>Emits the failure event.</summary>
    /// <returns>The number of its handlers.</returns>
    internal int Report(HandlerFailure failure)
    {
        // One that is kept and fails at this very event would be reported to itself, again and again.
        int handlers = failure.WasDetached || failure.Record.EventName != FailureEventName ? _failureEvent.HandlerCount : 0;
        if (handlers > 0)
        {
            FailureEvent.Emit(_failureEvent, failure);
        }

        return handlers;
    }

    /// <summary>Logs a failure, and raises <see cref="HandlerFailed"/>.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="isTold">Whether somebody was told of it already; if nobody is, it is written to the trace.</param>
    internal void Announce(HandlerFailure failure, bool isTold)
    {
        isTold |= TelemetryEventSource.Log.HasListeners();
        TelemetryEventSource.Log.HandlerFailed(failure.Handler.Id, failure.Record.Name, failure.Exception, failure.WasDetached);
        try
        {
            isTold |= Subscribers.Tell(HandlerFailed, subscriber => subscriber(this, failure), IsHandlerFailure) > 0;
        }
        finally
        {
            if (!isTold)
            {
                Trace(failure.Summary);
            }
        }
    }

    /// <summary>Logs a failure of a handler that was reported before, and is not again.</summary>
    internal void Log(HandlerFailure failure)
    {
        bool isTold = TelemetryEventSource.Log.HasListeners() || HandlerFailed is not null || _failureEvent.HasHandlers;
        TelemetryEventSource.Log.HandlerFailed(failure.Handler.Id, failure.Record.Name, failure.Exception, failure.WasDetached);
        if (!isTold)
        {
            Trace(failure.Summary);
        }
    }

    private static void Trace(FailureSummary failure)
    {
        if (failure.WasDetached)
        {
            FailureTrace.WriteError(failure.ToTraceLine());
        }
        else
        {
            FailureTrace.WriteWarning(failure.Handler, failure.FailuresInARow, failure.ToTraceLine);
        }
    }

    private sealed class PassThroughRule(TelemetryDispatcher dispatcher, Func<Exception, bool> rule) : IDisposable
    {
        private bool _isDisposed;

        public void Dispose()
        {
            lock (dispatcher._gate)
            {
                // A second time it would take back the equal rule of another.
                if (!_isDisposed)
                {
                    _isDisposed = true;
                    Func<Exception, bool>[] rules = dispatcher._passThrough;
                    int index = Array.IndexOf(rules, rule);
                    Volatile.Write(ref dispatcher._passThrough, [.. rules.Take(index), .. rules.Skip(index + 1)]);
                }
            }
        }
    }
}
