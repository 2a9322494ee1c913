namespace Telemetry.Alerts;

/// <summary>
/// The definition of an alert: on a number of events within a time (<see cref="Events"/>), or on the value of a metric
/// (<see cref="Metric"/>). Immutable, and checked when it is added to a registry, or by <see cref="Validate"/>.
/// </summary>
/// <example>
/// <code>
/// new AlertDefinition("db-down")
/// {
///     Events = [EventPattern.Parse("check.run.exception")],
///     Tags = ["target"],
///     Count = 3,
///     Within = TimeSpan.FromMinutes(5),
///     ClearOn = [EventPattern.Parse("check.run.stop")],
/// }
/// </code>
/// </example>
public sealed class AlertDefinition
{
    /// <summary>The highest <see cref="Count"/>: 10,000 events. A series keeps the time of each.</summary>
    public const int MaximumCount = 10_000;

    /// <summary>The highest <see cref="SeriesLimit"/>: 100,000 series.</summary>
    public const int MaximumSeriesLimit = 100_000;

    private IReadOnlyList<EventPattern> _events = [];
    private IReadOnlyList<EventPattern> _clearOn = [];
    private IReadOnlyList<string> _tags = [];
    private IReadOnlyList<EventCondition> _where = [];
    private IReadOnlyList<EventCondition> _whereNot = [];

    /// <summary>Creates a definition.</summary>
    /// <param name="name">The name of the alert, text without control characters.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public AlertDefinition(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>The name, unique in a registry without regard to case.</summary>
    public string Name { get; }

    /// <summary>The events that are counted; empty for an alert on a metric.</summary>
    public IReadOnlyList<EventPattern> Events
    {
        get => _events;
        init => _events = [.. value];
    }

    /// <summary>The name of the metric whose value is compared; null for an alert on events. The metric may be added later.</summary>
    public string? Metric { get; init; }

    /// <summary>The metadata keys by whose values the events are told apart: each combination of values is a series, with a count and a
    /// state of its own. The series of an alert on a metric are those of the metric.</summary>
    public IReadOnlyList<string> Tags
    {
        get => _tags;
        init => _tags = [.. value];
    }

    /// <summary>The conditions that an event meets which is counted, all of them; empty for none. They do not apply to
    /// <see cref="ClearOn"/>.</summary>
    public IReadOnlyList<EventCondition> Where
    {
        get => _where;
        init => _where = [.. value];
    }

    /// <summary>The conditions of which an event that is counted meets none. They do not apply to <see cref="ClearOn"/>.</summary>
    public IReadOnlyList<EventCondition> WhereNot
    {
        get => _whereNot;
        init => _whereNot = [.. value];
    }

    /// <summary>The condition in code for an event that is counted; null for all of them. It is called on the thread that emits, after
    /// <see cref="Where"/> and <see cref="WhereNot"/>, and does not apply to <see cref="ClearOn"/>.</summary>
    public HandlerFilter? Filter { get; init; }

    /// <summary>The number of events that raises the alert, from 1 to <see cref="MaximumCount"/>; 1 by default.</summary>
    public int Count { get; init; } = 1;

    /// <summary>
    /// For an alert on events, the time within which the events occur, from a millisecond to 31 days. Null for events in a row, however
    /// long that takes: one of <see cref="ClearOn"/>, or the time <see cref="ClearAfter"/> without events, begins the count again. For an
    /// alert on a metric, the time of which a <see cref="Statistic"/> is computed; null for one minute or, if it is longer,
    /// <see cref="Interval"/>.
    /// </summary>
    public TimeSpan? Within { get; init; }

    /// <summary>The events that clear a raised series with the same tag values; empty for none.</summary>
    public IReadOnlyList<EventPattern> ClearOn
    {
        get => _clearOn;
        init => _clearOn = [.. value];
    }

    /// <summary>
    /// For an alert on events, the time without counted events after which a raised series is cleared. Null for no such time if there is a
    /// <see cref="ClearOn"/>; otherwise for <see cref="Within"/> or, without it, five minutes. For an alert on a metric, the time for which
    /// the value is back before the series is cleared; null for none.
    /// </summary>
    public TimeSpan? ClearAfter { get; init; }

    /// <summary>The limit above which the value of a metric raises the alert; null for none.</summary>
    public double? Above { get; init; }

    /// <summary>The limit below which the value of a metric raises the alert; null for none.</summary>
    public double? Below { get; init; }

    /// <summary>The value below which a series that was raised by <see cref="Above"/> is cleared, so that a value which moves around the
    /// limit does not raise it again and again; null if it is cleared as soon as the value is no longer above the limit.</summary>
    public double? ClearBelow { get; init; }

    /// <summary>The value above which a series that was raised by <see cref="Below"/> is cleared; null if it is cleared as soon as the
    /// value is no longer below the limit.</summary>
    public double? ClearAbove { get; init; }

    /// <summary>The time for which the value of a metric must be beyond the limit before the alert is raised; zero, the default, for
    /// none. It is seen at each <see cref="Interval"/>.</summary>
    public TimeSpan For { get; init; }

    /// <summary>The time from one comparison of the value of a metric to the next, from 100 milliseconds to a day; 10 seconds by
    /// default. Each comparison collects the metric (<c>MetricRegistry.Collect</c>).</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The number that is compared; null for <see cref="AlertStatistic.P95"/> of a distribution or summary, and
    /// <see cref="AlertStatistic.Value"/> of other metrics.</summary>
    public AlertStatistic? Statistic { get; init; }

    /// <summary>The time within which a series is notified of at most once; zero, the default, for no limit. Changes of state in this time
    /// are held back and counted. At its end, the state is notified of if it is not the one that was notified of last.</summary>
    public TimeSpan Throttle { get; init; }

    /// <summary>The time after which a series that is still raised is notified of again, and then at each such time; null for
    /// never.</summary>
    public TimeSpan? RepeatInterval { get; init; }

    /// <summary>The number of further attempts when the action fails, from 0, the default, to 100.</summary>
    public int Retries { get; init; }

    /// <summary>The time before the first further attempt, from zero to an hour; one second by default. It doubles with each attempt, up to
    /// a minute or, if it is longer, itself.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time after which an attempt is cancelled, from a millisecond to a day; one minute by default. An attempt that does not
    /// end within five seconds after that is abandoned.</summary>
    public TimeSpan ActionTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The time that removing the alert waits for the delivery of pending notifications, from zero to 24 days; five seconds by
    /// default. At the end of the process, it is at most five seconds.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The number of series, from 1 to <see cref="MaximumSeriesLimit"/>; 2,000 by default. Beyond it, the series that is not raised and had
    /// no event for the longest time makes room. If all are raised, further events count for one series whose tags are all
    /// <c>(other)</c>.
    /// </summary>
    public int SeriesLimit { get; init; } = 2000;

    /// <summary>Whether the alert is on a metric, and not on events.</summary>
    public bool IsOnMetric => Metric is not null;

    /// <summary>Checks the definition, as adding it does.</summary>
    /// <exception cref="AlertException">The definition is not valid.</exception>
    public void Validate() => AlertRules.Check(this);

    /// <summary>Returns the name and the condition.</summary>
    public override string ToString() => $"{Name} ({AlertText.Condition(this)})";
}
