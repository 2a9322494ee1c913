using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Telemetry.Extensions;

/// <summary>Extension methods that write events to the log of the program.</summary>
public static class TelemetryLoggingBuilderExtensions
{
    /// <summary>Writes events to the log (<see cref="ILogger"/>) while the host runs: each becomes one structured entry, with the
    /// measurements and the metadata as its values.</summary>
    /// <remarks>
    /// <para>While the level is off, no handler is attached: an event without other handlers costs the same as one that is not logged.
    /// Levels are followed as they change: at once when the configuration of the log changes, and within a second if a provider
    /// changes its own.</para>
    /// <para>The name of the event is that of the <see cref="EventId"/>. The exception of a span that failed is that of the entry. Values
    /// whose keys are those of secrets are hidden. An event to which several rules apply becomes an entry for each of them; events that
    /// a logging provider emits while it writes such an entry become none.</para>
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="events">The name of an event, or a pattern such as <c>order.*</c> (<see cref="EventPattern"/>).</param>
    /// <param name="level">The level of the entries, except those of <see cref="EventLogOptions.ExceptionLevel"/>.</param>
    /// <param name="message">The template of the message, with keys of measurements or metadata in braces, as in
    /// <c>Order {id} placed in {duration}</c>; a value may have an alignment and a format, <c>{total,10:0.00}</c>, and one that the event
    /// does not have is <c>(null)</c>. Null for the name and all values, as in <c>order.placed duration=12.5ms country=AT</c>.</param>
    /// <param name="configure">Sets further options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="events"/>, or an item of an option, is
    /// null.</exception>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <exception cref="FormatException">The pattern or the template is not valid.</exception>
    public static TelemetryBuilder LogEvents(
        this TelemetryBuilder builder,
        string events,
        LogLevel level = LogLevel.Information,
        string? message = null,
        Action<EventLogOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        return LogEvents(builder, [events], level, message, configure);
    }

    /// <inheritdoc cref="LogEvents(TelemetryBuilder, string, LogLevel, string?, Action{EventLogOptions}?)"/>
    /// <param name="builder">The builder.</param>
    /// <param name="events">The names of events and patterns, at least one. An event that several of them match becomes one
    /// entry.</param>
    /// <param name="level">The level of the entries, except those of <see cref="EventLogOptions.ExceptionLevel"/>.</param>
    /// <param name="message">The template of the message; null for the name and all values.</param>
    /// <param name="configure">Sets further options; null for the defaults.</param>
    public static TelemetryBuilder LogEvents(
        this TelemetryBuilder builder,
        IEnumerable<string> events,
        LogLevel level = LogLevel.Information,
        string? message = null,
        Action<EventLogOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(events);
        var options = new EventLogOptions();
        configure?.Invoke(options);
        builder.Services.AddSingleton(new EventLogRule(events, level, message, options));
        return builder;
    }
}
