namespace Telemetry.Alerts;

/// <content>The changes of state, and the notifications of them. All of it is called under the lock.</content>
internal sealed partial class AlertTable
{
    private void Raise(AlertSeries series, TimeSpan now)
    {
        series.State = AlertState.Raised;
        series.RaisedAt = now;
        series.Since = _clock.UtcNow;
        series.Times.Clear();
        _raised++;
        Place(series);
        Change(series, AlertReason.Reached, now);
    }

    private void Clear(AlertSeries series, AlertReason reason, TimeSpan now)
    {
        series.State = AlertState.Cleared;
        _raised--;
        Change(series, reason, now);
        series.Restart();
        Settle(series, now);
    }

    private void Change(AlertSeries series, AlertReason reason, TimeSpan now)
    {
        AlertNotification change = Describe(series, reason, now);
        _listener.OnChanged(change);
        if (TellTime(series) > now)
        {
            series.Held = change;
            series.HeldBack++;
            Interlocked.Increment(ref _heldBack);
        }
        else
        {
            Tell(series, change, now);
        }
    }

    private AlertNotification Describe(AlertSeries series, AlertReason reason, TimeSpan now, bool isReminder = false) =>
        new(_definition, series.TagNames, series.TagValues)
        {
            State = series.IsRaised ? AlertState.Raised : AlertState.Cleared,
            Reason = reason,
            IsReminder = isReminder,
            Count = series.Count,
            FirstEvent = series.First,
            LastEvent = series.Last,
            Value = series.Value,
            Since = series.Since,
            Time = _clock.UtcNow,
            Duration = now - series.RaisedAt,
        };

    // The time from which the series can be notified of.
    private TimeSpan TellTime(AlertSeries series) =>
        series.ToldAt is { } last && _definition.Throttle > TimeSpan.Zero ? last + _definition.Throttle : TimeSpan.Zero;

    private void Tell(AlertSeries series, AlertNotification notification, TimeSpan now)
    {
        _listener.OnNotified(series.HeldBack > 0 ? notification.With(series.HeldBack) : notification);
        series.Told = notification.State;
        series.ToldAt = now;
        series.Held = null;
        series.HeldBack = 0;
    }

    // One of the changes that were held back is told now, and does not count as one of them.
    private void TellHeld(AlertSeries series, TimeSpan now)
    {
        if (series.Held is { } held)
        {
            series.Held = null;
            if (held.State != series.Told)
            {
                series.HeldBack--;
                Tell(series, series.IsRaised ? Describe(series, held.Reason, now) : held, now);
            }
        }
    }

    private void CheckDue(AlertSeries series, TimeSpan now)
    {
        if (series.IsRaised && !_definition.IsOnMetric
            && SilenceOf(series) is { } silence && now - series.LastActivity >= silence)
        {
            Clear(series, AlertReason.Silence, now);
        }

        if (now >= TellTime(series))
        {
            TellHeld(series, now);
        }

        if (ReminderTime(series) is { } reminder && now >= reminder)
        {
            Tell(series, Describe(series, AlertReason.Reached, now, isReminder: true), now);
        }

        if (!series.IsRaised)
        {
            Settle(series, now);
        }
    }

    private TimeSpan? ReminderTime(AlertSeries series) =>
        series is { State: AlertState.Raised, Told: AlertState.Raised, ToldAt: { } last } && _definition.RepeatInterval is { } interval
            ? last + (interval > _definition.Throttle ? interval : _definition.Throttle)
            : null;

    // After a series that is not raised has changed.
    private void Settle(AlertSeries series, TimeSpan now)
    {
        if (!Prune(series, now))
        {
            Place(series);
            Schedule(series);
        }
    }

    // Nothing is remembered of a series without events, except the time of its last notification while it matters.
    private bool Prune(AlertSeries series, TimeSpan now)
    {
        bool isOver = !series.IsRaised
            && series.State != AlertState.Pending
            && series.Held is null
            && TellTime(series) <= now
            && (series.Count == 0
                || (!_definition.IsOnMetric && (_definition.Within ?? SilenceOf(series)) is { } time && now - series.LastActivity > time));
        if (isOver && IsKnown(series))
        {
            Remove(series);
        }

        return isOver;
    }

    private bool IsKnown(AlertSeries series) =>
        series.IsOther ? ReferenceEquals(_other, series)
        : _series.TryGetValue(series.TagValues, out AlertSeries? known) && ReferenceEquals(known, series);

    private void Schedule(AlertSeries series)
    {
        if (!IsKnown(series))
        {
            return;
        }

        if (series.IsRaised && !_definition.IsOnMetric && SilenceOf(series) is { } silence)
        {
            Lower(series.LastActivity + silence);
        }

        if (series.Held is not null)
        {
            Lower(TellTime(series));
        }

        if (ReminderTime(series) is { } reminder)
        {
            Lower(reminder);
        }
    }

    private void Lower(TimeSpan due) => _due = due < _due ? due : _due;
}
