namespace Telemetry;

/// <content>Methods that attach a handler to one event or by one pattern, in place of another.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Attaches a handler to one event in place of the handler with the same id, if any, in one step: each emit of an
    /// event that both listen to calls exactly one of them. For an old handler with a buffer, the method waits as
    /// <see cref="HandlerRegistration.Dispose"/> does.</summary>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">The delegate to call when the event occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    /// <returns>The attached handler, which is the last in attach order.</returns>
    /// <exception cref="ArgumentNullException">The id, the event or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, or options are given as the config.</exception>
    public HandlerRegistration Replace(
        string id,
        EventName eventName,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        Replace(New(id, HandlerArguments.PatternsOf(eventName), handler, config, options));

    /// <inheritdoc cref="Replace(string, EventName, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration Replace(
        string id, EventName eventName, TelemetryHandler handler, HandlerOptions? options) =>
        Replace(New(id, HandlerArguments.PatternsOf(eventName), handler, null, options));

    /// <inheritdoc cref="Replace(string, EventName, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <exception cref="FormatException">The name is not valid; nothing is attached.</exception>
    public HandlerRegistration Replace(
        string id, string eventName, TelemetryHandler handler, object? config = null, HandlerOptions? options = null) =>
        Replace(New(id, HandlerArguments.PatternsOf(eventName), handler, config, options));

    /// <inheritdoc cref="Replace(string, string, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration Replace(string id, string eventName, TelemetryHandler handler, HandlerOptions? options) =>
        Replace(New(id, HandlerArguments.PatternsOf(eventName), handler, null, options));

    /// <inheritdoc cref="Replace(string, EventName, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="pattern">The pattern of the events, known or not.</param>
    /// <param name="handler">The delegate to call when one of the events occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    public HandlerRegistration Replace(
        string id,
        EventPattern pattern,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        Replace(New(id, HandlerArguments.PatternsOf(pattern), handler, config, options));

    /// <inheritdoc cref="Replace(string, EventPattern, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration Replace(
        string id, EventPattern pattern, TelemetryHandler handler, HandlerOptions? options) =>
        Replace(New(id, HandlerArguments.PatternsOf(pattern), handler, null, options));
}
