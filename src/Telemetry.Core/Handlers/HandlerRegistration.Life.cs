namespace Telemetry;

/// <content>Attaching, flushing and detaching.</content>
public sealed partial class HandlerRegistration
#if NET
    : IAsyncDisposable
#endif
{
    /// <summary>Detaches the handler from all its events. A handler that was attached later under the same id stays. Calling the
    /// method again does nothing. For a handler with a buffer, the method waits until the queued events are handled, for at most
    /// the drain timeout (<see cref="HandlerBuffer.DrainTimeout"/>). It does not wait when it is called by the handler itself, by
    /// a subscriber of <see cref="Detached"/>, or by a thread or task that one of them started, as long as that call is
    /// running.</summary>
    /// <remarks>For an asynchronous handler, the token of its calls is cancelled when the drain timeout is over. A call has a second
    /// to return then, and no longer than the drain timeout; if it does not, this is reported as a failure of the handler, and
    /// nobody waits for the call any more.</remarks>
    public void Dispose()
    {
        Owner.Detach(this);
        _queue?.Drain();
    }

#if NET
    /// <summary>Detaches the handler as <see cref="Dispose"/> does, without blocking a thread while it waits for the queued
    /// events.</summary>
    /// <returns>A task that completes when the queued events are handled or the drain timeout is over; up to two seconds later for a
    /// call that does not return although its token was cancelled.</returns>
    public async ValueTask DisposeAsync()
    {
        Owner.Detach(this);
        if (_queue is not null)
        {
            await _queue.DrainAsync().ConfigureAwait(false);
        }
    }
#endif

    /// <summary>Detaches the handler as <see cref="Dispose"/> does, but does not wait for the queued events, which are still
    /// handled.</summary>
    /// <returns>Whether the handler was attached.</returns>
    public bool Detach() => Owner.Detach(this);

    /// <summary>Waits until the events that are queued now are handled: delivered, or dropped because the buffer was full, the
    /// handler failed too often, or its drain timeout was over. A batch that is being collected is delivered without delay. The handler
    /// stays attached, and no thread is blocked.</summary>
    /// <param name="timeout">The longest time to wait, up to 24 days; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <returns>A task with the result whether they were handled in time; true for a handler without a buffer. False if the method is
    /// called by the handler itself, or by a thread or task that it started, as long as that call is running: it could not end
    /// while it waits.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public Task<bool> FlushAsync(TimeSpan timeout)
    {
        TimeSpan limit = TimeLimit.Require(timeout);
        return _queue is null ? Task.FromResult(true) : _queue.FlushAsync(limit);
    }

    internal void OnAttached()
    {
        if (_queue is not null)
        {
            _queue.Start();
            ProcessEnd.Watch(_queue);
        }
    }

    /// <summary>Completes the detaching. Called when no emit that starts later calls the handler. Later calls do nothing.</summary>
    internal void OnDetached()
    {
        if (Interlocked.Exchange(ref _isNotified, 1) != 0)
        {
            return;
        }

        if (_queue is null)
        {
            RaiseDetached();
        }
        else
        {
            // A handler that is called once is detached before its call, which then has no time limit.
            _queue.Complete(isLimited: _once is null);
        }
    }

    /// <summary>Drops the queued events of a handler that failed too often to be called again.</summary>
    internal void DropQueued() => _queue?.Abandon();

    private void RaiseDetached()
    {
        if (Detached is { } detached)
        {
            Subscribers.Notify(
                detached, subscriber => subscriber(this, EventArgs.Empty), static e => !ThreadEnd.IsCauseOf(e), nameof(Detached));
        }
    }
}
