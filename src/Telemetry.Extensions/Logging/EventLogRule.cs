using Microsoft.Extensions.Logging;
using Telemetry.Logging;

namespace Telemetry.Extensions;

/// <summary>A rule by which events become entries of the log: the events, their levels, the category, and the content of the entries.
/// Immutable.</summary>
internal sealed class EventLogRule
{
    private const string NoEvents = "There is no event to log. Give at least one name or pattern, such as 'order.*'.";

    private readonly EventPattern[] _events;

    /// <summary>Creates a rule.</summary>
    /// <param name="events">The events: names and patterns, at least one.</param>
    /// <param name="level">The level of all events but those of <see cref="EventLogOptions.ExceptionLevel"/>.</param>
    /// <param name="message">The template of the message; null for a message with all values.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentNullException">An argument, or a list or an item of one, is null.</exception>
    /// <exception cref="ArgumentException">There are no events, the category or a key is blank, or there is no such level.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The shortest time between two entries is negative.</exception>
    /// <exception cref="FormatException">A name or a pattern, or the template, is not valid.</exception>
    internal EventLogRule(IEnumerable<string> events, LogLevel level, string? message, EventLogOptions options)
    {
        _events = [.. events.Select(EventPattern.Parse)];
        if (_events.Length == 0)
        {
            throw new ArgumentException(NoEvents, nameof(events));
        }

        if (string.IsNullOrWhiteSpace(options.Category))
        {
            throw new ArgumentException(
                "The category is blank. Give the name by which filters select the entries, such as 'Telemetry.Events'.", nameof(options));
        }

        Level = Defined(level);
        ExceptionLevel = Defined(options.ExceptionLevel);
        Category = options.Category;
        Entries = new EventEntries(
            message is null ? null : MessageTemplate.Parse(message),
            new Redactor(PatternsOf(options.Redact), PatternsOf(options.NoRedact)));
        Handling = new HandlerOptions
        {
            // One entry that a provider could not write must not be the last one.
            FailurePolicy = FailurePolicy.KeepAlways,
            Where = options.Where,
            WhereNot = options.WhereNot,
            Throttle = options.Throttle,
            ThrottleBy = options.ThrottleBy,
        };
    }

    internal LogLevel Level { get; }

    internal LogLevel ExceptionLevel { get; }

    internal string Category { get; }

    internal EventEntries Entries { get; }

    /// <summary>The options of the handlers.</summary>
    internal HandlerOptions Handling { get; }

    /// <summary>Whether the events of spans that end with an exception have a level of their own.</summary>
    internal bool SeparatesExceptions => Level != ExceptionLevel;

    /// <summary>The events that may have <see cref="Level"/>; empty if all have the other level.</summary>
    internal IReadOnlyList<EventPattern> Events => SeparatesExceptions && Array.TrueForAll(_events, IsOfExceptions) ? [] : _events;

    /// <summary>The events that have <see cref="ExceptionLevel"/>, if that is another level.</summary>
    internal IReadOnlyList<EventPattern> Exceptions => SeparatesExceptions ? [.. _events.SelectMany(ExceptionEvents.Of)] : [];

    private static bool IsOfExceptions(EventPattern pattern) => ExceptionEvents.Of(pattern).Contains(pattern);

    private static LogLevel Defined(LogLevel level) => Enum.IsDefined(level) ? level : throw new ArgumentOutOfRangeException(
        nameof(level), level, "There is no such level. Use Trace, Debug, Information, Warning, Error, Critical or None.");

    private static KeyPattern[] PatternsOf(IReadOnlyList<string> keys) =>
        [.. keys.Select(key => !string.IsNullOrWhiteSpace(key) ? new KeyPattern(key) : throw new ArgumentException(
            "A key to redact is blank. Give the key of a metadata entry, with the wildcards '*' and '?'.", nameof(keys)))];
}
