namespace Telemetry.Alerts;

/// <summary>
/// The notifications of an alert that wait for its action, which gets them one after the other, in order. A thread delivers them, and
/// ends when none waits. Safe to use from any thread.
/// </summary>
internal sealed class NotificationQueue
{
    // The oldest one makes room, as later ones have the last states of their series.
    private const int Capacity = 10_000;

    // The time that an attempt which was cancelled has to end before it is abandoned.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_graceAtEnd = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Queue<AlertNotification> _pending = new();
    private readonly AlertDefinition _definition;
    private readonly Action<AlertNotification, int, CancellationToken> _call;
    private readonly Action<AlertNotification, Exception?, int> _report;
    private bool _isDelivering;
    private bool _hasCurrent;
    private int _hurries;
    private TimeSpan? _deadline;

    /// <param name="definition">The definition of the alert.</param>
    /// <param name="call">Calls the action, with the number of the attempt; throws if it fails.</param>
    /// <param name="report">Called, outside of locks, when the action failed for the first time in a row, with its last exception; and
    /// when it succeeds again, without one. The number is that of the attempts, or of the notifications that failed.</param>
    internal NotificationQueue(
        AlertDefinition definition,
        Action<AlertNotification, int, CancellationToken> call,
        Action<AlertNotification, Exception?, int> report)
    {
        _definition = definition;
        _call = call;
        _report = report;
    }

    /// <summary>The outcomes so far. Changed under the lock, read without it.</summary>
    internal DeliveryStatus Status
    {
        get => Volatile.Read(ref field);
        private set => Volatile.Write(ref field, value);
    } = new();

    /// <summary>The number of notifications that wait, with the one that is being delivered.</summary>
    internal int Pending
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count + (_hasCurrent ? 1 : 0);
            }
        }
    }

    private bool IsOver => _deadline <= MonotonicTime.Now;

    internal void Add(AlertNotification notification)
    {
        lock (_gate)
        {
            if (_pending.Count == Capacity)
            {
                _pending.Dequeue();
                Status = Status with { Dropped = Status.Dropped + 1 };
            }

            _pending.Enqueue(notification);
            if (!_isDelivering)
            {
                _isDelivering = true;
                BackgroundThread.Start(Work, "Telemetry alerts");
            }
        }
    }

    /// <summary>Delivers what waits within a time, without pauses between attempts. What remains then is dropped.</summary>
    internal void Complete(TimeSpan timeout)
    {
        lock (_gate)
        {
            _deadline ??= MonotonicTime.Now + timeout;
            _hurries++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Makes no pauses between attempts until <see cref="EndHurry"/>.</summary>
    internal void Hurry()
    {
        lock (_gate)
        {
            _hurries++;
            Monitor.PulseAll(_gate);
        }
    }

    internal void EndHurry()
    {
        lock (_gate)
        {
            _hurries--;
        }
    }

    /// <summary>Waits until no notification waits or is being delivered.</summary>
    /// <returns>Whether this is so.</returns>
    internal bool Wait(TimeSpan timeout)
    {
        TimeSpan end = MonotonicTime.Now + timeout;
        lock (_gate)
        {
            while (_isDelivering)
            {
                TimeSpan left = end - MonotonicTime.Now;
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Wait(left, _gate);
            }

            return true;
        }
    }

    private static void Wait(TimeSpan left, object gate) =>
        Monitor.Wait(gate, (int)Math.Min(Math.Ceiling(left.TotalMilliseconds), int.MaxValue));

    private void Work()
    {
        while (TryTake(out AlertNotification? notification))
        {
            Deliver(notification!);
        }
    }

    private bool TryTake(out AlertNotification? notification)
    {
        lock (_gate)
        {
            if (IsOver && _pending.Count > 0)
            {
                Status = Status with { Dropped = Status.Dropped + _pending.Count };
                _pending.Clear();
            }

            notification = _pending.Count > 0 ? _pending.Dequeue() : null;
            _isDelivering = notification is not null;
            _hasCurrent = _isDelivering;
            if (!_isDelivering)
            {
                Monitor.PulseAll(_gate);
            }

            return _isDelivering;
        }
    }

    private void Deliver(AlertNotification notification)
    {
        for (int attempt = 1; ; attempt++)
        {
            Exception? error = Attempt(notification, attempt);
            if (error is null)
            {
                OnDelivered(notification);
                return;
            }

            if (attempt > _definition.Retries || !Pause(attempt))
            {
                OnFailed(notification, error, attempt);
                return;
            }
        }
    }

    private Exception? Attempt(AlertNotification notification, int number)
    {
        TimeSpan end = MonotonicTime.Now + _definition.ActionTimeout;
        var attempt = ActionAttempt.Start(
            cancellation => _call(notification, number, cancellation),
            () =>
            {
                lock (_gate)
                {
                    Monitor.PulseAll(_gate);
                }
            });
        if (WaitFor(attempt, () => _deadline < end ? _deadline.Value : end))
        {
            return attempt.Exception;
        }

        attempt.Cancel();
        TimeSpan last = MonotonicTime.Now + (_deadline is null ? s_grace : s_graceAtEnd);
        bool hasEnded = WaitFor(attempt, () => last);
        string reason = _deadline is not null
            ? "it did not end before the time for the end of the alert was over"
            : $"it did not end within {AlertText.Of(_definition.ActionTimeout)}";
        return new TimeoutException(hasEnded ? $"{reason}, and was cancelled" : $"{reason}, could not be stopped, and was abandoned");
    }

    private bool WaitFor(ActionAttempt attempt, Func<TimeSpan> end)
    {
        lock (_gate)
        {
            while (!attempt.IsDone)
            {
                TimeSpan left = end() - MonotonicTime.Now;
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Wait(left, _gate);
            }

            return true;
        }
    }

    // Returns whether there is time for a further attempt.
    private bool Pause(int failures)
    {
        TimeSpan end = MonotonicTime.Now + RetrySchedule.DelayAfter(_definition.RetryDelay, failures);
        lock (_gate)
        {
            while (_hurries == 0 && end - MonotonicTime.Now is var left && left > TimeSpan.Zero)
            {
                Wait(left, _gate);
            }

            if (!IsOver)
            {
                Status = Status with { Retries = Status.Retries + 1 };
            }

            return !IsOver;
        }
    }

    private void OnDelivered(AlertNotification notification)
    {
        int failed;
        lock (_gate)
        {
            failed = Status.FailedInARow;
            Status = Status with { Delivered = Status.Delivered + 1, FailedInARow = 0 };
        }

        if (failed > 0)
        {
            _report(notification, null, failed);
        }
    }

    private void OnFailed(AlertNotification notification, Exception error, int attempts)
    {
        int failed;
        lock (_gate)
        {
            failed = Status.FailedInARow + 1;
            Status = Status with
            {
                Failed = Status.Failed + 1,
                FailedInARow = failed,
                LastError = error,
                LastErrorTime = DateTime.UtcNow,
            };
        }

        if (failed == 1)
        {
            _report(notification, error, attempts);
        }
    }
}
