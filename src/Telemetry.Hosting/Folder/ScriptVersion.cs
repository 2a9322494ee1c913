namespace Telemetry.Hosting;

/// <summary>A version of a script that is active: its session, and the handlers it registered.</summary>
internal sealed class ScriptVersion(TelemetrySession session) : IDisposable
{
    // Replaced, never changed: it is read while scripts are loaded.
    private volatile HandlerRegistration[] _handlers = [];

    internal IReadOnlyList<string> AttachedIds =>
        [.. _handlers.Where(handler => handler.IsAttached).Select(handler => handler.Id)];

    internal void Add(HandlerRegistration handler) => _handlers = [.. _handlers, handler];

    internal bool Owns(HandlerRegistration handler) => Array.IndexOf(_handlers, handler) >= 0;

    /// <summary>Puts a handler that was attached anew in the place of the one that was replaced.</summary>
    internal void Restore(HandlerRegistration replaced, HandlerRegistration restored) =>
        _handlers = [.. _handlers.Select(handler => handler == replaced ? restored : handler)];

    /// <summary>Detaches the handlers, without waiting for what is queued for them.</summary>
    internal void Detach()
    {
        foreach (HandlerRegistration handler in _handlers)
        {
            handler.Detach();
        }
    }

    /// <summary>Closes the session; its handlers leave.</summary>
    public void Dispose()
    {
        // All of them first: then those with a buffer use up their time at once, and not one after another.
        Detach();

        // The session detaches what it attached. What was attached again on its behalf it does not know of.
        foreach (HandlerRegistration handler in _handlers)
        {
            handler.Dispose();
        }

        session.Dispose();
    }
}
