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
    /// tell its user. What a subscriber throws is ignored, apart from what <see cref="AddPassThrough"/> names.</summary>
    public event EventHandler<HandlerFailure>? HandlerFailed;

    /// <summary>Names exceptions that belong to the host and not to the handler they come out of, such as the one by which
    /// a pipeline is stopped: they pass through to the emitter, and the handler stays. Out of a handler with a buffer they go
    /// no further.</summary>
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

    /// <summary>Whether an exception out of a handler is the handler's own. A thread being aborted is not.</summary>
    internal bool IsHandlerFailure(Exception exception)
    {
        if (exception is ThreadAbortException)
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

    /// <summary>Deals with a handler that threw as its policy says, and reports it.</summary>
    /// <param name="registration">The handler.</param>
    /// <param name="data">The event at which it threw.</param>
    /// <param name="exception">What it threw.</param>
    /// <param name="mustLeave">Whether it is detached whatever its policy.</param>
    internal void Fail(HandlerRegistration registration, in EventData data, Exception exception, bool mustLeave = false)
    {
        int failuresInARow = registration.OnFailure();
        bool isLast = mustLeave || registration.Options.FailurePolicy.IsReached(failuresInARow);
        var failure = new HandlerFailure(registration, data.ToRecord(), exception, failuresInARow);
        if (!Enter(failure, isLast))
        {
            return;
        }

        if (isLast)
        {
            registration.DropQueued();
        }

        if (failure.WasDetached)
        {
            ReportToWatches();
            registration.OnUnpublished();
        }

        FailureReports.Add(this, failure);
    }

    /// <summary>Keeps a failure with its handler, and detaches that if it is the last, in one step: nobody sees the one
    /// without the other.</summary>
    /// <returns>Whether it is to be reported. Of several threads on which a handler failed, the one that detaches it reports;
    /// what fails once it is detached is not reported, unless it fails at what had been queued for it before.</returns>
    private bool Enter(HandlerFailure failure, bool isLast)
    {
        HandlerRegistration handler = failure.Handler;
        lock (_gate)
        {
            if (!handler.IsAttached && !handler.IsDelivering)
            {
                return false;
            }

            failure.WasDetached = isLast && handler.IsAttached;
            handler.Keep(failure);
            if (failure.WasDetached)
            {
                Unpublish(handler);
                _failed.Add(failure);
            }

            return true;
        }
    }

    // One that is kept and fails at this very event would be reported to itself, again and again.
    internal void Report(HandlerFailure failure)
    {
        if (_failureEvent.HasHandlers && (failure.WasDetached || failure.Record.EventName != FailureEventName))
        {
            FailureEvent.Emit(_failureEvent, failure);
        }
    }

    internal void Announce(HandlerFailure failure)
    {
        TelemetryEventSource.Log.HandlerFailed(failure);
        Subscribers.Tell(HandlerFailed, subscriber => subscriber(this, failure), IsHandlerFailure);
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
