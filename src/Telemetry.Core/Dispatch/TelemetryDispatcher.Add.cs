using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <content>What attaching comes down to, whichever way it is called.</content>
public sealed partial class TelemetryDispatcher
{
    private readonly Dictionary<string, HandlerRegistration> _handlers = new(StringComparer.OrdinalIgnoreCase);

    private HandlerRegistration Add(HandlerRegistration registration) =>
        TryAdd(registration, out _) ? registration : throw new HandlerAlreadyExistsException(registration.Id);

    private bool TryAdd(HandlerRegistration added, [NotNullWhen(true)] out HandlerRegistration? registration)
    {
        lock (_gate)
        {
            if (_handlers.ContainsKey(added.Id))
            {
                registration = null;
                return false;
            }

            Publish(added, replaced: null);
            registration = added;
        }

        ReportToWatches();
        return true;
    }

    private HandlerRegistration Replace(HandlerRegistration registration)
    {
        HandlerRegistration? replaced;
        lock (_gate)
        {
            _handlers.TryGetValue(registration.Id, out replaced);
            Publish(registration, replaced);
        }

        ReportToWatches();
        replaced?.OnUnpublished();
        replaced?.Dispose();
        return registration;
    }

    private HandlerRegistration New(
        string id, EventPattern[] patterns, TelemetryHandler handler, object? config, HandlerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(handler);
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new ArgumentException("A handler needs an id that is not blank, such as 'my-handler'.", nameof(id));
        }

        // As the config, they would have no effect, and nobody would see it.
        if (config is HandlerOptions or HandlerBuffer or FailurePolicy)
        {
            throw new ArgumentException(
                $"A {config.GetType().Name} was given as the config, which is only passed to the handler. Give the options as the "
                + $"parameter '{nameof(options)}'; a buffer and a failure policy are set in a {nameof(HandlerOptions)}.",
                nameof(config));
        }

        return new HandlerRegistration(this, id, patterns, handler, config, (options ?? HandlerOptions.Default).ToReadOnly());
    }

    private static EventPattern[] PatternsOf(EventName eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return [EventPattern.FromName(eventName)];
    }

    private static EventPattern[] PatternsOf(EventPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return [pattern];
    }

    private static EventPattern[] PatternsOf(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return PatternsOf(ParseName(eventName));
    }

    private static EventPattern[] PatternsOf(IEnumerable<string> eventNames)
    {
        ArgumentNullException.ThrowIfNull(eventNames);
        return PatternsOf(eventNames.Select(ParseName));
    }

    private static EventPattern[] PatternsOf(IEnumerable<EventName> eventNames)
    {
        ArgumentNullException.ThrowIfNull(eventNames);
        EventName[] names = [.. eventNames];
        ThrowIfNoneOrNull(names, nameof(eventNames));
        return [.. names.Select(EventPattern.FromName).Distinct()];
    }

    private static EventPattern[] PatternsOf(IEnumerable<EventPattern> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        EventPattern[] distinct = [.. patterns.Distinct()];
        ThrowIfNoneOrNull(distinct, nameof(patterns));
        return distinct;
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

    private static EventName ParseName(string eventName) =>
        EventPattern.TryParse(eventName, out EventPattern? pattern) && pattern.HasWildcards
            ? throw new FormatException(
                $"'{pattern}' is a pattern, and a string names exactly one event. To attach to all events that match, use "
                + $"EventPattern.Parse(\"{pattern}\").")
            : EventName.Parse(eventName);
}
