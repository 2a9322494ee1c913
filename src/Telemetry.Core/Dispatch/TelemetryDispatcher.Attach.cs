using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

public sealed partial class TelemetryDispatcher
{
    private readonly Dictionary<string, HandlerRegistration> _handlers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Attaches a handler to one event.</summary>
    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <param name="id">What the handler is known by: any text but white space alone, unique in this dispatcher
    /// without regard to case.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">What is called when the event occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    /// <param name="options">How it is attached; null for the default.</param>
    public HandlerRegistration Attach(
        string id, EventName eventName, TelemetryHandler handler, object? config = null, HandlerOptions? options = null) =>
        AttachMany(id, [eventName], handler, config, options);

    /// <inheritdoc cref="Attach(string, EventName, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <exception cref="FormatException">The name is not a valid one; nothing is attached.</exception>
    public HandlerRegistration Attach(
        string id, string eventName, TelemetryHandler handler, object? config = null, HandlerOptions? options = null) =>
        AttachMany(id, [EventName.Parse(eventName)], handler, config, options);

    /// <summary>Attaches a handler to all events that match a pattern: those known, and those that become known
    /// later.</summary>
    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <param name="id">What the handler is known by.</param>
    /// <param name="pattern">The events.</param>
    /// <param name="handler">What is called when one of them occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    /// <param name="options">How it is attached; null for the default.</param>
    public HandlerRegistration Attach(
        string id, EventPattern pattern, TelemetryHandler handler, object? config = null, HandlerOptions? options = null) =>
        AttachMany(id, [pattern], handler, config, options);

    /// <summary>Attaches a handler to several events, under one id: to all of them or, where anything is wrong, to
    /// none.</summary>
    /// <param name="id">What the handler is known by: any text but white space alone, unique in this dispatcher
    /// without regard to case.</param>
    /// <param name="eventNames">The events, at least one; one that stands twice counts once.</param>
    /// <param name="handler">What is called when one of the events occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    /// <param name="options">How it is attached; null for the default.</param>
    /// <returns>The attached handler; disposing it detaches.</returns>
    /// <exception cref="ArgumentNullException">The id, the names, one of them or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, or there are no names.</exception>
    /// <exception cref="HandlerAlreadyExistsException">The id is taken.</exception>
    public HandlerRegistration AttachMany(
        string id,
        IEnumerable<EventName> eventNames,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        AttachMany(id, ToPatterns(eventNames), handler, config, options);

    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <exception cref="FormatException">One of the names is not a valid one; nothing is attached.</exception>
    public HandlerRegistration AttachMany(
        string id,
        IEnumerable<string> eventNames,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(eventNames);
        return AttachMany(id, eventNames.Select(EventName.Parse), handler, config, options);
    }

    /// <summary>Attaches a handler by several names and patterns, under one id: by all of them or, where anything is wrong,
    /// by none. An event that several of them take in calls it once.</summary>
    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?, HandlerOptions?)"/>
    /// <param name="id">What the handler is known by.</param>
    /// <param name="patterns">The events, at least one pattern or name; one that stands twice counts once.</param>
    /// <param name="handler">What is called when one of them occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    /// <param name="options">How it is attached; null for the default.</param>
    public HandlerRegistration AttachMany(
        string id,
        IEnumerable<EventPattern> patterns,
        TelemetryHandler handler,
        object? config = null,
        HandlerOptions? options = null) =>
        TryAttachMany(id, patterns, handler, config, options, out HandlerRegistration? registration)
            ? registration
            : throw new HandlerAlreadyExistsException(id);

    /// <summary>Attaches a handler to one event, unless its id is taken.</summary>
    /// <param name="id">What the handler is known by.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">What is called when the event occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    /// <param name="registration">The attached handler, or null where the id is taken.</param>
    /// <returns>Whether the handler was attached.</returns>
    /// <exception cref="ArgumentNullException">The id, the name or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    public bool TryAttach(
        string id,
        EventName eventName,
        TelemetryHandler handler,
        object? config,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAttachMany(id, [eventName], handler, config, out registration);

    /// <summary>Attaches a handler to several events, unless its id is taken.</summary>
    /// <param name="id">What the handler is known by.</param>
    /// <param name="eventNames">The events, at least one.</param>
    /// <param name="handler">What is called when one of the events occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    /// <param name="registration">The attached handler, or null where the id is taken.</param>
    /// <returns>Whether the handler was attached.</returns>
    /// <exception cref="ArgumentNullException">The id, the names, one of them or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, or there are no names.</exception>
    public bool TryAttachMany(
        string id,
        IEnumerable<EventName> eventNames,
        TelemetryHandler handler,
        object? config,
        [NotNullWhen(true)] out HandlerRegistration? registration) =>
        TryAttachMany(id, ToPatterns(eventNames), handler, config, null, out registration);

    /// <summary>Attaches a handler by several names and patterns, unless its id is taken.</summary>
    /// <param name="id">What the handler is known by.</param>
    /// <param name="patterns">The events, at least one pattern or name.</param>
    /// <param name="handler">What is called when one of them occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    /// <param name="options">How it is attached; null for the default.</param>
    /// <param name="registration">The attached handler, or null where the id is taken.</param>
    /// <returns>Whether the handler was attached.</returns>
    /// <exception cref="ArgumentNullException">The id, the patterns, one of them or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, or there are no patterns.</exception>
    public bool TryAttachMany(
        string id,
        IEnumerable<EventPattern> patterns,
        TelemetryHandler handler,
        object? config,
        HandlerOptions? options,
        [NotNullWhen(true)] out HandlerRegistration? registration)
    {
        registration = New(id, patterns, handler, config, options);
        lock (_gate)
        {
            if (_handlers.ContainsKey(id))
            {
                registration = null;
                return false;
            }

            Publish(registration, replaced: null);
        }

        ReportToWatches();
        return true;
    }

    private static IEnumerable<EventPattern> ToPatterns(IEnumerable<EventName> eventNames)
    {
        ArgumentNullException.ThrowIfNull(eventNames);
        EventName[] names = [.. eventNames];
        ThrowIfNoneOrNull(names, nameof(eventNames));
        return names.Select(EventPattern.FromName);
    }

    private static void ThrowIfNoneOrNull(object?[] events, string parameter)
    {
        if (events.Length == 0)
        {
            throw new ArgumentException("A handler needs at least one event to listen to.", parameter);
        }

        if (Array.IndexOf(events, null) >= 0)
        {
            throw new ArgumentNullException(parameter, "One of the events is null.");
        }
    }

    private HandlerRegistration New(
        string id, IEnumerable<EventPattern> patterns, TelemetryHandler handler, object? config, HandlerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(patterns);
        ArgumentNullException.ThrowIfNull(handler);
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new ArgumentException("A handler needs an id that is not blank, such as 'my-handler'.", nameof(id));
        }

        EventPattern[] distinct = [.. patterns.Distinct()];
        ThrowIfNoneOrNull(distinct, nameof(patterns));
        return new HandlerRegistration(this, id, distinct, handler, config, options ?? HandlerOptions.Default);
    }
}
