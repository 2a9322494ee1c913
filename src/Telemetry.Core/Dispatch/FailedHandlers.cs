namespace Telemetry;

/// <summary>The handlers that were detached for failing and have not been attached again, the latest at the end. Used under the
/// lock of the table.</summary>
internal sealed class FailedHandlers
{
    private readonly List<HandlerRegistration> _handlers = [];

    internal void Add(HandlerRegistration handler)
    {
        Remove(handler.Id);
        if (_handlers.Count == TelemetryDispatcher.MaxDetachedHandlers)
        {
            _handlers.RemoveAt(0);
        }

        _handlers.Add(handler);
    }

    internal bool Remove(HandlerRegistration handler) => _handlers.Remove(handler);

    internal void Remove(string id)
    {
        if (_handlers.Count > 0)
        {
            RemoveAll(id);
        }
    }

    internal HandlerRegistration[] ToArray() => [.. _handlers];

    // A separate method, as each call allocates the predicate.
    private void RemoveAll(string id) =>
        _handlers.RemoveAll(handler => string.Equals(handler.Id, id, StringComparison.OrdinalIgnoreCase));
}
