namespace Telemetry.Hosting;

/// <summary>An active version of a script: its session, and the handlers that it registered.</summary>
internal sealed class ScriptVersion(TelemetrySession session) : IDisposable
{
    // Replaced and never changed, because it is read while scripts are loaded.
    private volatile HandlerRegistration[] _handlers = [];

    internal IReadOnlyList<string> AttachedIds =>
        [.. _handlers.Where(handler => handler.IsAttached).Select(handler => handler.Id)];

    internal void Add(HandlerRegistration handler) => _handlers = [.. _handlers, handler];

    internal bool Owns(HandlerRegistration handler) => Array.IndexOf(_handlers, handler) >= 0;

    /// <summary>Replaces a handler in the list by the one that was attached again for it.</summary>
    internal void Restore(HandlerRegistration replaced, HandlerRegistration restored) =>
        _handlers = [.. _handlers.Select(handler => handler == replaced ? restored : handler)];

    /// <summary>Detaches the handlers, without waiting for their queued events.</summary>
    internal void Detach()
    {
        foreach (HandlerRegistration handler in _handlers)
        {
            handler.Detach();
        }
    }

    /// <summary>Closes the session and detaches its handlers.</summary>
    public void Dispose()
    {
        // All of them first, so that the drain times of buffered handlers run together, and not one after another.
        Detach();

        // The session detaches the handlers that it attached. It does not know those that were attached again on its behalf.
        foreach (HandlerRegistration handler in _handlers)
        {
            handler.Dispose();
        }

        session.Dispose();
    }
}
