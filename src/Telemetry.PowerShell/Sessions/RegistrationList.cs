namespace Telemetry.Commands;

/// <summary>The handlers that are detached together, when their session closes or their module is removed. Safe to use from
/// any thread.</summary>
internal sealed class RegistrationList
{
    private const int FirstPruning = 16;

    private readonly object _gate = new();
    private List<HandlerRegistration> _handlers = [];
    private int _pruneAt = FirstPruning;

    internal bool HasAttached
    {
        get
        {
            lock (_gate)
            {
                return _handlers.Exists(handler => handler.IsAttached);
            }
        }
    }

    internal void Add(HandlerRegistration registration)
    {
        lock (_gate)
        {
            // Handlers that were detached otherwise are removed, or a session that registers all day would keep them.
            if (_handlers.Count >= _pruneAt)
            {
                _handlers.RemoveAll(handler => !handler.IsAttached);
                _pruneAt = Math.Max(FirstPruning, _handlers.Count * 2);
            }

            _handlers.Add(registration);
        }
    }

    internal void DetachAll()
    {
        List<HandlerRegistration> handlers;
        lock (_gate)
        {
            handlers = _handlers;
            _handlers = [];
        }

        // All of them first, so that the drain times of buffered handlers run together, and not one after another.
        handlers.ForEach(handler => handler.Detach());
        handlers.ForEach(handler => handler.Dispose());
    }
}
