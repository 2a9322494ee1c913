namespace Telemetry.Metrics;

/// <summary>The handlers of a registry: one for each event that a metric names, and one for all patterns with wildcards.</summary>
/// <remarks>Handlers are attached and detached outside the lock of the registry, as the dispatcher then notifies code of others.
/// The thread that changed the metrics calls <see cref="Attach"/> afterwards, and returns when the handlers are as they should
/// be.</remarks>
internal sealed class RecorderHandlers(TelemetryDispatcher dispatcher, string idPrefix)
{
    private static readonly HandlerOptions s_options = new() { FailurePolicy = FailurePolicy.KeepAlways };

    // Held while handlers are attached and detached.
    private readonly object _attaching = new();
    private readonly WildcardRecorder _wildcards = new();
    private readonly Dictionary<EventName, HandlerRegistration> _attached = [];

    // Replaced under the registry's lock.
    private Dictionary<EventName, EventRecorder> _byEvent = [];
    private HandlerRegistration? _wildcardHandler;

    /// <summary>Sets the groups to record in. Called under the lock of the registry; a group that is known already misses no
    /// event.</summary>
    internal void SetGroups(IReadOnlyList<MetricGroup> groups)
    {
        var byEvent = new Dictionary<EventName, EventRecorder>();
        foreach (MetricGroup group in groups.Where(group => !group.HasWildcards))
        {
            foreach (EventPattern pattern in group.Patterns)
            {
                EventName name = pattern.EventName!;
                if (!byEvent.ContainsKey(name))
                {
                    byEvent.Add(name, _byEvent.TryGetValue(name, out EventRecorder? known) ? known : new EventRecorder());
                }
            }
        }

        foreach (KeyValuePair<EventName, EventRecorder> entry in byEvent)
        {
            entry.Value.Groups = [.. groups.Where(group => !group.HasWildcards && group.IsMatch(entry.Key))];
        }

        foreach (KeyValuePair<EventName, EventRecorder> entry in _byEvent.Where(entry => !byEvent.ContainsKey(entry.Key)))
        {
            entry.Value.Groups = [];
        }

        Volatile.Write(ref _byEvent, byEvent);
        _wildcards.All = [.. groups.Where(group => group.HasWildcards)];
    }

    /// <summary>Attaches the handlers that are missing, and detaches those that have nothing to record.</summary>
    internal void Attach()
    {
        lock (_attaching)
        {
            // A watch that the dispatcher calls may change the metrics, and so get here again on this thread.
            Dictionary<EventName, EventRecorder> wanted;
            do
            {
                wanted = Volatile.Read(ref _byEvent);
                AttachAll(wanted);
            }
            while (wanted != Volatile.Read(ref _byEvent));
        }
    }

    private void AttachAll(Dictionary<EventName, EventRecorder> wanted)
    {
        foreach (KeyValuePair<EventName, EventRecorder> entry in wanted)
        {
            if (!_attached.TryGetValue(entry.Key, out HandlerRegistration? known)
                || !known.IsAttached
                || known.Config != entry.Value)
            {
                _attached[entry.Key] = dispatcher.Replace(
                    idPrefix + entry.Key, entry.Key, EventRecorder.Handle, entry.Value, s_options);
            }
        }

        foreach (EventName name in _attached.Keys.Where(name => !wanted.ContainsKey(name)).ToArray())
        {
            _attached[name].Dispose();
            _attached.Remove(name);
        }

        AttachWildcards();
    }

    private void AttachWildcards()
    {
        EventPattern[] patterns = [.. _wildcards.All.SelectMany(group => group.Patterns).Distinct()];
        if (patterns.Length == 0)
        {
            _wildcardHandler?.Dispose();
            _wildcardHandler = null;
        }
        else if (_wildcardHandler is not { IsAttached: true } || !_wildcardHandler.Patterns.SequenceEqual(patterns))
        {
            // In one step, so that no event is missed or recorded twice.
            _wildcardHandler = dispatcher.Replace(idPrefix + "*", patterns, WildcardRecorder.Handle, _wildcards, s_options);
        }
    }
}
