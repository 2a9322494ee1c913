namespace Telemetry;

public sealed partial class TelemetryDispatcher
{
    /// <summary>Attaches a handler in place of the one that has the id, if any, in one step: at each event both
    /// listen to, every emit calls one of the two and never both. An old one with a buffer is waited for, as
    /// <see cref="HandlerRegistration.Dispose"/> does.</summary>
    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <param name="id">What the handler is known by.</param>
    /// <param name="eventNames">The events, at least one.</param>
    /// <param name="handler">What is called when one of the events occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    /// <param name="options">How it is attached; null for the default.</param>
    /// <returns>The attached handler; it stands last in attach order.</returns>
    /// <exception cref="ArgumentNullException">The id, the names, one of them or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, or there are no names.</exception>
    public HandlerRegistration Replace(
        string id,
        IEnumerable<EventName> eventNames,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        Replace(id, ToPatterns(eventNames), handler, config, options);

    /// <inheritdoc cref="Replace(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <param name="id">What the handler is known by.</param>
    /// <param name="patterns">The events, at least one pattern or name.</param>
    /// <param name="handler">What is called when one of them occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    /// <param name="options">How it is attached; null for the default.</param>
    public HandlerRegistration Replace(
        string id,
        IEnumerable<EventPattern> patterns,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null)
    {
        HandlerRegistration registration = New(id, patterns, handler, config, options);
        HandlerRegistration? replaced;
        lock (_gate)
        {
            _handlers.TryGetValue(id, out replaced);
            Publish(registration, replaced);
        }

        ReportToWatches();
        replaced?.OnUnpublished();
        replaced?.Dispose();
        return registration;
    }
}
