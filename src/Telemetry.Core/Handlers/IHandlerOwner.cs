namespace Telemetry;

/// <summary>The table that a handler is attached to, as the handler sees it.</summary>
internal interface IHandlerOwner
{
    /// <summary>Detaches this handler: one that was attached since under the same id stays.</summary>
    /// <returns>Whether it was attached.</returns>
    bool Detach(HandlerRegistration handler);

    /// <summary>Whether an exception that comes out of a handler is the handler's own, and not the host's.</summary>
    bool IsHandlerFailure(Exception exception);

    /// <summary>Applies the failure policy of a handler that threw, and reports the failure.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="data">The event during which it threw.</param>
    /// <param name="exception">The exception that it threw.</param>
    /// <param name="mustDetach">Whether it is detached whatever its policy.</param>
    void Fail(HandlerRegistration handler, in EventData data, Exception exception, bool mustDetach);

    /// <summary>Creates the callback by which the handler's buffer delivers an event.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="next">The delegate to call with the event.</param>
    Action<EventRecord> CreateDelivery(HandlerRegistration handler, TelemetryHandler next);
}
