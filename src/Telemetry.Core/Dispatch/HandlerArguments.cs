namespace Telemetry;

/// <summary>Checks the arguments for attaching a handler: its id, its config, and its events in all their forms.</summary>
internal static class HandlerArguments
{
    internal static void ThrowIfInvalid(string id, TelemetryHandler handler, object? config)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(handler);
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new ArgumentException("A handler needs an id that is not blank, such as 'my-handler'.", nameof(id));
        }

        // Options that are passed as the config would have no effect, which would be hard to notice.
        if (config is HandlerOptions or HandlerBuffer or FailurePolicy)
        {
            throw new ArgumentException(
                $"A {config.GetType().Name} was given as the config, which is only passed to the handler. Give the options as the "
                + $"parameter 'options'; a buffer and a failure policy are set in a {nameof(HandlerOptions)}.",
                nameof(config));
        }
    }

    internal static EventPattern[] PatternsOf(EventName eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return [EventPattern.FromName(eventName)];
    }

    internal static EventPattern[] PatternsOf(EventPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return [pattern];
    }

    internal static EventPattern[] PatternsOf(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return PatternsOf(ParseName(eventName));
    }

    internal static EventPattern[] PatternsOf(IEnumerable<string> eventNames)
    {
        ArgumentNullException.ThrowIfNull(eventNames);
        return PatternsOf(eventNames.Select(ParseName));
    }

    internal static EventPattern[] PatternsOf(IEnumerable<EventName> eventNames)
    {
        ArgumentNullException.ThrowIfNull(eventNames);
        EventName[] names = [.. eventNames];
        ThrowIfNoneOrNull(names, nameof(eventNames));
        return [.. names.Select(EventPattern.FromName).Distinct()];
    }

    internal static EventPattern[] PatternsOf(IEnumerable<EventPattern> patterns)
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
