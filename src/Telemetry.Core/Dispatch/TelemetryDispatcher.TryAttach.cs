using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <content>Methods that attach a handler to one event or by one pattern, unless its id is taken.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Attaches a handler to one event, unless its id is taken.</summary>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">The delegate to call when the event occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    /// <param name="registration">The attached handler, or null if the id is taken.</param>
    /// <returns>Whether the handler was attached.</returns>
    /// <exception cref="ArgumentNullException">The id, the event or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, or options are given as the config.</exception>
    public bool TryAttach(
        string id,
        EventName eventName,
        TelemetryHandler handler,
        object? config,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventName), handler, config, options), out registration);

    /// <inheritdoc cref="TryAttach(string, EventName, TelemetryHandler, object?, HandlerOptions?, out HandlerRegistration?)"/>
    public bool TryAttach(
        string id,
        EventName eventName,
        TelemetryHandler handler,
        object? config,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventName), handler, config, null), out registration);

    /// <inheritdoc cref="TryAttach(string, EventName, TelemetryHandler, object?, HandlerOptions?, out HandlerRegistration?)"/>
    public bool TryAttach(
        string id,
        EventName eventName,
        TelemetryHandler handler,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventName), handler, null, options), out registration);

    /// <inheritdoc cref="TryAttach(string, EventName, TelemetryHandler, object?, HandlerOptions?, out HandlerRegistration?)"/>
    /// <exception cref="FormatException">The name is not valid; nothing is attached.</exception>
    public bool TryAttach(
        string id,
        string eventName,
        TelemetryHandler handler,
        object? config,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventName), handler, config, options), out registration);

    /// <inheritdoc cref="TryAttach(string, string, TelemetryHandler, object?, HandlerOptions?, out HandlerRegistration?)"/>
    public bool TryAttach(
        string id,
        string eventName,
        TelemetryHandler handler,
        object? config,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventName), handler, config, null), out registration);

    /// <inheritdoc cref="TryAttach(string, string, TelemetryHandler, object?, HandlerOptions?, out HandlerRegistration?)"/>
    public bool TryAttach(
        string id,
        string eventName,
        TelemetryHandler handler,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventName), handler, null, options), out registration);

    /// <summary>Attaches a handler to all events that match a pattern, unless its id is taken.</summary>
    /// <inheritdoc cref="TryAttach(string, EventName, TelemetryHandler, object?, HandlerOptions?, out HandlerRegistration?)"/>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="pattern">The pattern of the events, known or not.</param>
    /// <param name="handler">The delegate to call when one of the events occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    /// <param name="registration">The attached handler, or null if the id is taken.</param>
    public bool TryAttach(
        string id,
        EventPattern pattern,
        TelemetryHandler handler,
        object? config,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(pattern), handler, config, options), out registration);

    /// <inheritdoc cref="TryAttach(string, EventPattern, TelemetryHandler, object?, HandlerOptions?, out HandlerRegistration?)"/>
    public bool TryAttach(
        string id,
        EventPattern pattern,
        TelemetryHandler handler,
        object? config,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(pattern), handler, config, null), out registration);

    /// <inheritdoc cref="TryAttach(string, EventPattern, TelemetryHandler, object?, HandlerOptions?, out HandlerRegistration?)"/>
    public bool TryAttach(
        string id,
        EventPattern pattern,
        TelemetryHandler handler,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(pattern), handler, null, options), out registration);
}
