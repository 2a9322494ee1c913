namespace Telemetry;

/// <content>Methods that attach a handler to one event, or by one pattern.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Attaches a handler to one event.</summary>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">The delegate to call when the event occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    /// <returns>The attached handler. Disposing it detaches the handler.</returns>
    /// <exception cref="ArgumentNullException">The id, the event or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, or options are given as the config.</exception>
    /// <exception cref="HandlerAlreadyExistsException">The id is taken.</exception>
    public HandlerRegistration Attach(
        string id,
        EventName eventName,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(eventName), handler, config, options));

    /// <inheritdoc cref="Attach(string, EventName, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration Attach(
        string id, EventName eventName, TelemetryHandler handler, HandlerOptions? options) =>
        Add(New(id, HandlerArguments.PatternsOf(eventName), handler, null, options));

    /// <inheritdoc cref="Attach(string, EventName, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <exception cref="FormatException">The name is not valid; nothing is attached.</exception>
    public HandlerRegistration Attach(
        string id, string eventName, TelemetryHandler handler, object? config = null, HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(eventName), handler, config, options));

    /// <inheritdoc cref="Attach(string, string, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration Attach(string id, string eventName, TelemetryHandler handler, HandlerOptions? options) =>
        Add(New(id, HandlerArguments.PatternsOf(eventName), handler, null, options));

    /// <summary>Attaches a handler to all events that match a pattern, including events that become known later.</summary>
    /// <inheritdoc cref="Attach(string, EventName, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="pattern">The pattern of the events, known or not.</param>
    /// <param name="handler">The delegate to call when one of the events occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    public HandlerRegistration Attach(
        string id,
        EventPattern pattern,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(pattern), handler, config, options));

    /// <inheritdoc cref="Attach(string, EventPattern, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration Attach(
        string id, EventPattern pattern, TelemetryHandler handler, HandlerOptions? options) =>
        Add(New(id, HandlerArguments.PatternsOf(pattern), handler, null, options));
}
