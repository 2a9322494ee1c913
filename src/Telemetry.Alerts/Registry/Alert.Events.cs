namespace Telemetry.Alerts;

/// <content>The handlers of the events of an alert.</content>
public sealed partial class Alert
{
    private static readonly HandlerOptions s_clearOptions = new() { FailurePolicy = FailurePolicy.KeepAlways };

    private HandlerRegistration? _counting;
    private HandlerRegistration? _clearing;

    /// <summary>Attaches the handlers. Called outside of locks, once.</summary>
    internal void Attach()
    {
        if (Definition.IsOnMetric)
        {
            return;
        }

        string id = $"telemetry.alerts{Registry.Number}:{Name}";
        if (Definition.ClearOn.Count > 0)
        {
            _clearing = Registry.Dispatcher.AttachMany(id + ":clear", Definition.ClearOn, OnClearing, null, s_clearOptions);
        }

        var options = new HandlerOptions
        {
            FailurePolicy = FailurePolicy.KeepAlways,
            Where = Definition.Where,
            WhereNot = Definition.WhereNot,
            Filter = Definition.Filter,
        };
        _counting = Registry.Dispatcher.AttachMany(id, Definition.Events, OnCounted, null, options);
        if (_isRemoved)
        {
            DetachHandlers();
        }
    }

    /// <summary>Ends the alert, after it was removed from the registry.</summary>
    internal void End()
    {
        _isRemoved = true;
        DetachHandlers();
        EmitChanges();
        _table.TellHeld();
        _queue?.Complete(Definition.DrainTimeout);
    }

    private void DetachHandlers()
    {
        _counting?.Detach();
        _clearing?.Detach();
    }

    private void OnCounted(in EventData data, object? config)
    {
        EventName name = data.EventName;
        if (AlertRules.IsOwn(name) || AlertFlow.Current == _flow || Clears(name))
        {
            return;
        }

        _table.Add(TagsOf(in data), data.ToRecord());
        OnTableChanged();
    }

    private void OnClearing(in EventData data, object? config)
    {
        // Without a lock, as events that clear may be frequent, and mostly find nothing to clear.
        if ((Definition.Within is null ? _table.Count : _table.Raised) == 0
            || AlertFlow.Current == _flow
            || AlertRules.IsOwn(data.EventName))
        {
            return;
        }

        _table.Clear(TagsOf(in data), data.ToRecord());
        OnTableChanged();
    }

    // An event that matches both clears.
    private bool Clears(EventName name)
    {
        foreach (EventPattern pattern in Definition.ClearOn)
        {
            if (pattern.IsMatch(name))
            {
                return true;
            }
        }

        return false;
    }

    // Outside of the lock, as the text of a value is made by code of others.
    private string[] TagsOf(in EventData data)
    {
        IReadOnlyList<string> keys = Definition.Tags;
        string[] values = keys.Count == 0 ? [] : new string[keys.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = data.TryGetMetadata(keys[i], out MetadataValue value) ? SeriesText.Of(value) : string.Empty;
        }

        return values;
    }

    private void OnTableChanged()
    {
        EmitChanges();
        Registry.WakeAt(_table.Due);
    }

    private sealed class Listener(Alert alert) : IAlertListener
    {
        public void OnChanged(AlertNotification change) => alert._events.Add(change);

        public void OnNotified(AlertNotification notification) => alert._queue?.Add(notification);
    }
}
