using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

public sealed partial class TelemetryDispatcher
{
    private readonly Dictionary<string, HandlerRegistration> _handlers = new(StringComparer.OrdinalIgnoreCase);
    private readonly HandlerIndex _index = new();
    private long _lastSequence;

    /// <summary>Attaches a handler to one event.</summary>
    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?)"/>
    /// <param name="id">What the handler is known by: any text but white space alone, unique in this dispatcher
    /// without regard to case.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">What is called when the event occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    public HandlerRegistration Attach(string id, EventName eventName, TelemetryHandler handler, object? config = null) =>
        AttachMany(id, [eventName], handler, config);

    /// <inheritdoc cref="Attach(string, EventName, TelemetryHandler, object?)"/>
    /// <exception cref="FormatException">The name is not a valid one; nothing is attached.</exception>
    public HandlerRegistration Attach(string id, string eventName, TelemetryHandler handler, object? config = null) =>
        AttachMany(id, [EventName.Parse(eventName)], handler, config);

    /// <summary>Attaches a handler to several events, under one id: to all of them or, where anything is wrong, to
    /// none.</summary>
    /// <param name="id">What the handler is known by: any text but white space alone, unique in this dispatcher
    /// without regard to case.</param>
    /// <param name="eventNames">The events, at least one; one that stands twice counts once.</param>
    /// <param name="handler">What is called when one of the events occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    /// <returns>The attached handler; disposing it detaches.</returns>
    /// <exception cref="ArgumentNullException">The id, the names, one of them or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, or there are no names.</exception>
    /// <exception cref="HandlerAlreadyExistsException">The id is taken.</exception>
    public HandlerRegistration AttachMany(
        string id, IEnumerable<EventName> eventNames, TelemetryHandler handler, object? config = null) =>
        TryAttachMany(id, eventNames, handler, config, out HandlerRegistration? registration)
            ? registration
            : throw new HandlerAlreadyExistsException(id);

    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?)"/>
    /// <exception cref="FormatException">One of the names is not a valid one; nothing is attached.</exception>
    public HandlerRegistration AttachMany(
        string id, IEnumerable<string> eventNames, TelemetryHandler handler, object? config = null)
    {
        ArgumentNullException.ThrowIfNull(eventNames);
        return AttachMany(id, eventNames.Select(EventName.Parse), handler, config);
    }

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
        [NotNullWhen(true)] out HandlerRegistration? registration)
    {
        registration = New(id, eventNames, handler, config);
        lock (_gate)
        {
            if (_handlers.ContainsKey(id))
            {
                registration = null;
                return false;
            }

            Publish(registration, replaced: null);
            return true;
        }
    }

    /// <summary>Attaches a handler in place of the one that has the id, if any, in one step: at each event both
    /// listen to, every emit calls one of the two and never both.</summary>
    /// <inheritdoc cref="AttachMany(string, IEnumerable{EventName}, TelemetryHandler, object?)"/>
    /// <param name="id">What the handler is known by.</param>
    /// <param name="eventNames">The events, at least one.</param>
    /// <param name="handler">What is called when one of the events occurs.</param>
    /// <param name="config">What the handler is given at each call.</param>
    /// <returns>The attached handler; it stands last in attach order.</returns>
    /// <exception cref="ArgumentNullException">The id, the names, one of them or the handler is null.</exception>
    /// <exception cref="ArgumentException">The id is blank, or there are no names.</exception>
    public HandlerRegistration Replace(
        string id, IEnumerable<EventName> eventNames, TelemetryHandler handler, object? config = null)
    {
        HandlerRegistration registration = New(id, eventNames, handler, config);
        HandlerRegistration? replaced;
        lock (_gate)
        {
            _handlers.TryGetValue(id, out replaced);
            Publish(registration, replaced);
        }

        replaced?.OnDetached();
        return registration;
    }

    /// <summary>Detaches a handler from all its events.</summary>
    /// <param name="id">The id it was attached under, without regard to case.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    public bool Detach(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        HandlerRegistration? registration;
        lock (_gate)
        {
            if (!_handlers.TryGetValue(id, out registration))
            {
                return false;
            }

            Unpublish(registration);
        }

        registration.OnDetached();
        return true;
    }

    /// <summary>Detaches this very handler: one attached since under the same id stays.</summary>
    internal bool Detach(HandlerRegistration registration)
    {
        lock (_gate)
        {
            if (!registration.IsAttached)
            {
                return false;
            }

            Unpublish(registration);
        }

        registration.OnDetached();
        return true;
    }

    private void Unpublish(HandlerRegistration registration)
    {
        registration.IsAttached = false;
        _handlers.Remove(registration.Id);
        foreach (TelemetryEvent attached in registration.Events)
        {
            Publish(attached, without: registration, with: null);
        }
    }

    private HandlerRegistration New(
        string id, IEnumerable<EventName> eventNames, TelemetryHandler handler, object? config)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(eventNames);
        ArgumentNullException.ThrowIfNull(handler);
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new ArgumentException("A handler needs an id that is not blank, such as 'my-handler'.", nameof(id));
        }

        EventName[] names = [.. eventNames.Distinct()];
        if (names.Length == 0)
        {
            throw new ArgumentException("A handler needs at least one event to listen to.", nameof(eventNames));
        }

        return Array.Exists(names, name => name is null)
            ? throw new ArgumentNullException(nameof(eventNames), "One of the event names is null.")
            : new HandlerRegistration(this, id, names, handler, config);
    }

    private void Publish(HandlerRegistration registration, HandlerRegistration? replaced)
    {
        registration.Events = [.. registration.EventNames.Select(GetOrAdd)];
        registration.Sequence = ++_lastSequence;
        registration.IsAttached = true;
        if (replaced is not null)
        {
            replaced.IsAttached = false;
            _handlers.Remove(replaced.Id);
        }

        _handlers.Add(registration.Id, registration);
        foreach (TelemetryEvent attached in registration.Events)
        {
            Publish(attached, without: replaced, with: registration);
        }

        foreach (TelemetryEvent left in replaced?.Events.Except(registration.Events) ?? [])
        {
            Publish(left, without: replaced, with: null);
        }
    }

    /// <summary>Puts a new array in the place of an event's old one.</summary>
    private void Publish(TelemetryEvent attached, HandlerRegistration? without, HandlerRegistration? with)
    {
        HandlerSlot[]? old = attached.Slots;
        HandlerSlot[] slots = SlotArray.Swap(old ?? [], without, with);
        attached.Slots = slots.Length == 0 ? null : slots;
        if (old is null && slots.Length > 0)
        {
            _index.Add(attached);
        }
        else if (old is not null && slots.Length == 0)
        {
            _index.Remove(attached);
        }
    }
}
