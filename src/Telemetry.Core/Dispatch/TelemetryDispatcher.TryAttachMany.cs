using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <content>Methods that attach a handler to several events, unless its id is taken.</content>
public sealed partial class TelemetryDispatcher
{
    /// <summary>Attaches a handler to several events, unless its id is taken: to all of them or to none.</summary>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="eventNames">The events, at least one; duplicates are ignored.</param>
    /// <param name="handler">The delegate to call when one of the events occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    /// <param name="registration">The attached handler, or null if the id is taken.</param>
    /// <returns>Whether the handler was attached.</returns>
    /// <exception cref="ArgumentNullException">The id, the events, one of them or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, there are no events, or options are given as the config.</exception>
    public bool TryAttachMany(
        string id,
        IEnumerable<EventName> eventNames,
        TelemetryHandler handler,
        object? config,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventNames), handler, config, options), out registration);

    /// <inheritdoc cref="TryAttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?,
    /// out HandlerRegistration?)"/>
    public bool TryAttachMany(
        string id,
        IEnumerable<EventName> eventNames,
        TelemetryHandler handler,
        object? config,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventNames), handler, config, null), out registration);

    /// <inheritdoc cref="TryAttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?,
    /// out HandlerRegistration?)"/>
    public bool TryAttachMany(
        string id,
        IEnumerable<EventName> eventNames,
        TelemetryHandler handler,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventNames), handler, null, options), out registration);

    /// <inheritdoc cref="TryAttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?,
    /// out HandlerRegistration?)"/>
    /// <exception cref="FormatException">One of the names is not valid; nothing is attached.</exception>
    public bool TryAttachMany(
        string id,
        IEnumerable<string> eventNames,
        TelemetryHandler handler,
        object? config,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventNames), handler, config, options), out registration);

    /// <inheritdoc cref="TryAttachMany(string, IEnumerable{string}, TelemetryHandler, object?, HandlerOptions?,
    /// out HandlerRegistration?)"/>
    public bool TryAttachMany(
        string id,
        IEnumerable<string> eventNames,
        TelemetryHandler handler,
        object? config,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventNames), handler, config, null), out registration);

    /// <inheritdoc cref="TryAttachMany(string, IEnumerable{string}, TelemetryHandler, object?, HandlerOptions?,
    /// out HandlerRegistration?)"/>
    public bool TryAttachMany(
        string id,
        IEnumerable<string> eventNames,
        TelemetryHandler handler,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(eventNames), handler, null, options), out registration);

    /// <summary>Attaches a handler by several names and patterns, unless its id is taken.</summary>
    /// <inheritdoc cref="TryAttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?,
    /// out HandlerRegistration?)"/>
    /// <param name="id">The id of the handler: any text that is not blank, unique in this dispatcher without regard to
    /// case.</param>
    /// <param name="patterns">The events, at least one pattern or name; duplicates are ignored.</param>
    /// <param name="handler">The delegate to call when one of the events occurs.</param>
    /// <param name="config">The value passed to the handler on each call.</param>
    /// <param name="options">The attachment options; null for the defaults.</param>
    /// <param name="registration">The attached handler, or null if the id is taken.</param>
    public bool TryAttachMany(
        string id,
        IEnumerable<EventPattern> patterns,
        TelemetryHandler handler,
        object? config,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(patterns), handler, config, options), out registration);

    /// <inheritdoc cref="TryAttachMany(string, IEnumerable{EventPattern}, TelemetryHandler, object?, HandlerOptions?,
    /// out HandlerRegistration?)"/>
    public bool TryAttachMany(
        string id,
        IEnumerable<EventPattern> patterns,
        TelemetryHandler handler,
        object? config,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(patterns), handler, config, null), out registration);

    /// <inheritdoc cref="TryAttachMany(string, IEnumerable{EventPattern}, TelemetryHandler, object?, HandlerOptions?,
    /// out HandlerRegistration?)"/>
    public bool TryAttachMany(
        string id,
        IEnumerable<EventPattern> patterns,
        TelemetryHandler handler,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAdd(New(id, HandlerArguments.PatternsOf(patterns), handler, null, options), out registration);
}
