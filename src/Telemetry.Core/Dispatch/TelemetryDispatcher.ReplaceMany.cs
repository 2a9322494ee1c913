namespace Telemetry;

/// <content>Methods that attach a handler to several events, in place of another.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Attaches a handler to several events in place of the handler with the same id, if any, in one step: each emit of
    /// an event that both listen to calls exactly one of them. For an old handler with a buffer, the method waits as
    /// <see cref="HandlerRegistration.Dispose"/> does.</summary>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="eventNames">The events, at least one; duplicates are ignored.</param>
    /// <param name="handler">The delegate to call when one of the events occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    /// <returns>The attached handler, which is the last in attach order.</returns>
    /// <exception cref="ArgumentNullException">The id, the events, one of them or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, there are no events, or options are given as the config.</exception>
    public HandlerRegistration Replace(
        string id,
        IEnumerable<EventName> eventNames,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        Replace(New(id, HandlerArguments.PatternsOf(eventNames), handler, config, options));

    /// <inheritdoc cref="Replace(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration Replace(
        string id, IEnumerable<EventName> eventNames, TelemetryHandler handler, HandlerOptions? options) =>
        Replace(New(id, HandlerArguments.PatternsOf(eventNames), handler, null, options));

    /// <inheritdoc cref="Replace(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <exception cref="FormatException">One of the names is not valid; nothing is attached.</exception>
    public HandlerRegistration Replace(
        string id,
        IEnumerable<string> eventNames,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        Replace(New(id, HandlerArguments.PatternsOf(eventNames), handler, config, options));

    /// <inheritdoc cref="Replace(string, IEnumerable{string}, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration Replace(
        string id, IEnumerable<string> eventNames, TelemetryHandler handler, HandlerOptions? options) =>
        Replace(New(id, HandlerArguments.PatternsOf(eventNames), handler, null, options));

    /// <inheritdoc cref="Replace(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="patterns">The events, at least one pattern or name; duplicates are ignored.</param>
    /// <param name="handler">The delegate to call when one of the events occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    public HandlerRegistration Replace(
        string id,
        IEnumerable<EventPattern> patterns,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        Replace(New(id, HandlerArguments.PatternsOf(patterns), handler, config, options));

    /// <inheritdoc cref="Replace(string, IEnumerable{EventPattern}, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration Replace(
        string id, IEnumerable<EventPattern> patterns, TelemetryHandler handler, HandlerOptions? options) =>
        Replace(New(id, HandlerArguments.PatternsOf(patterns), handler, null, options));
}
