using Microsoft.Extensions.Logging;

namespace Telemetry.Extensions;

/// <summary>The options by which events become entries of the log. They are read when the rule is added; later changes have no
/// effect.</summary>
public sealed class EventLogOptions
{
    /// <summary>The level of the events of spans that end with an exception, whose names end with <c>.exception</c>. The other events
    /// have the level that is given with the rule. <see cref="LogLevel.None"/> for no entries.</summary>
    public LogLevel ExceptionLevel { get; set; } = LogLevel.Error;

    /// <summary>The category of the entries, by which the filters of the log select them.</summary>
    public string Category { get; set; } = "Telemetry.Events";

    /// <summary>The conditions that all have to hold for an event to become an entry; empty by default.</summary>
    public IReadOnlyList<EventCondition> Where { get; set; } = [];

    /// <summary>The conditions of which none may hold for an event to become an entry; empty by default.</summary>
    public IReadOnlyList<EventCondition> WhereNot { get; set; } = [];

    /// <summary>The shortest time from one entry of the rule to the next, zero or more; zero, the default, for no limit. Events of spans
    /// that end with an exception have a limit of their own if their level differs.</summary>
    public TimeSpan Throttle { get; set; }

    /// <summary>The keys for whose values <see cref="Throttle"/> applies separately (<see cref="HandlerOptions.ThrottleBy"/>); empty, the
    /// default, for one limit for all events.</summary>
    public IReadOnlyList<string> ThrottleBy { get; set; } = [];

    /// <summary>The keys of metadata, and of dictionaries in it, whose values are hidden, in addition to those whose names are those of
    /// secrets, such as <c>password</c>, <c>apiKey</c> and <c>access_token</c>. With the wildcards <c>*</c> and <c>?</c>, and without
    /// regard to case.</summary>
    public IReadOnlyList<string> Redact { get; set; } = [];

    /// <summary>The keys whose values are shown, although their names are those of secrets; <c>*</c> for all that <see cref="Redact"/> does
    /// not hide.</summary>
    public IReadOnlyList<string> NoRedact { get; set; } = [];
}
