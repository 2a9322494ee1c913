namespace Telemetry;

/// <summary>The table that a handler is attached to, as the handler sees it.</summary>
internal interface IHandlerOwner
{
    /// <summary>Detaches this handler. One that was attached later under the same id stays.</summary>
    /// <returns>Whether it was attached.</returns>
    bool Detach(HandlerRegistration handler);

    /// <summary>Determines whether an exception that leaves a handler is a failure of the handler, and not an exception of the
    /// host.</summary>
    bool IsHandlerFailure(Exception exception);

    /// <summary>Applies the failure policy of a handler that threw, and reports the failure.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="data">The event during which it threw.</param>
    /// <param name="exception">The exception that it threw.</param>
    /// <param name="wasRefused">Whether the handler failed because its emit was refused.</param>
    void Fail(HandlerRegistration handler, in EventData data, Exception exception, bool wasRefused);

    /// <summary>Creates the callback with which the buffer of a handler delivers an event.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="next">The delegate to call with the event.</param>
    Action<EventRecord> CreateDelivery(HandlerRegistration handler, TelemetryHandler next);

    /// <summary>Removes a handler from the table because its only call begins. The handler's subscribers are not notified
    /// yet.</summary>
    void BeginOnce(HandlerRegistration handler);

    /// <summary>Notifies that a handler was detached for its only call, which has ended without a failure.</summary>
    void EndOnce(HandlerRegistration handler);
}
