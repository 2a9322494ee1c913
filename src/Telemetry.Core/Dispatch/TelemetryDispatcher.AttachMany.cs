namespace Telemetry;

/// <content>Methods that attach a handler to several events.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Attaches a handler to several events under one id: to all of them or, if an argument is not valid, to
    /// none.</summary>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="eventNames">The events, at least one; duplicates are ignored.</param>
    /// <param name="handler">The delegate to call when one of the events occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    /// <returns>The attached handler. Disposing it detaches the handler.</returns>
    /// <exception cref="ArgumentNullException">The id, the events, one of them or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, there are no events, or options are given as the config.</exception>
    /// <exception cref="HandlerAlreadyExistsException">The id is taken.</exception>
    public HandlerRegistration AttachMany(
        string id,
        IEnumerable<EventName> eventNames,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(eventNames), handler, config, options));

    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration AttachMany(
        string id, IEnumerable<EventName> eventNames, TelemetryHandler handler, HandlerOptions? options) =>
        Add(New(id, HandlerArguments.PatternsOf(eventNames), handler, null, options));

    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <exception cref="FormatException">One of the names is not valid; nothing is attached.</exception>
    public HandlerRegistration AttachMany(
        string id,
        IEnumerable<string> eventNames,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(eventNames), handler, config, options));

    /// <inheritdoc cref="AttachMany(string, IEnumerable{string}, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration AttachMany(
        string id, IEnumerable<string> eventNames, TelemetryHandler handler, HandlerOptions? options) =>
        Add(New(id, HandlerArguments.PatternsOf(eventNames), handler, null, options));

    /// <summary>Attaches a handler by several names and patterns under one id: by all of them or, if an argument is not valid, by
    /// none. An event that several of them match calls the handler once.</summary>
    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="patterns">The events, at least one pattern or name; duplicates are ignored.</param>
    /// <param name="handler">The delegate to call when one of the events occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    public HandlerRegistration AttachMany(
        string id,
        IEnumerable<EventPattern> patterns,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        Add(New(id, HandlerArguments.PatternsOf(patterns), handler, config, options));

    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventPattern}, TelemetryHandler, object?, HandlerOptions?)"/>
    public HandlerRegistration AttachMany(
        string id, IEnumerable<EventPattern> patterns, TelemetryHandler handler, HandlerOptions? options) =>
        Add(New(id, HandlerArguments.PatternsOf(patterns), handler, null, options));
}
