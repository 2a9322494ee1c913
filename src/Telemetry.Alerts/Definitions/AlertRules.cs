namespace Telemetry.Alerts;

/// <summary>Checks definitions.</summary>
internal static class AlertRules
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(31);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_shortestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly EventName s_own = EventName.Parse("telemetry").Append("alert");

    /// <summary>Determines whether an event is one that reports an alert. Such events are not counted: an alert would raise
    /// itself.</summary>
    internal static bool IsOwn(EventName name) => s_own.IsPrefixOf(name);

    /// <exception cref="AlertException">The definition is not valid.</exception>
    internal static void Check(AlertDefinition definition)
    {
        if (string.IsNullOrWhiteSpace(definition.Name) || definition.Name.Any(char.IsControl))
        {
            throw Invalid("The name of an alert is text without control characters. Give such a name.", definition.Name);
        }

        if (definition.IsOnMetric == definition.Events.Count > 0)
        {
            throw Invalid("An alert is either on events or on a metric. Give Events or Metric, one of them.", definition.Name);
        }

        if (definition.IsOnMetric)
        {
            CheckMetric(definition);
        }
        else
        {
            CheckEvents(definition);
        }

        CheckNotifications(definition);
        Range(definition.SeriesLimit, 1, AlertDefinition.MaximumSeriesLimit, "limit of series");
    }

    private static void CheckEvents(AlertDefinition definition)
    {
        Range(definition.Count, 1, AlertDefinition.MaximumCount, "count");
        Optional(definition.Within, "window, Within,");
        Optional(definition.ClearAfter, "time ClearAfter");
        foreach (EventPattern pattern in definition.Events.Concat(definition.ClearOn))
        {
            if (pattern is null)
            {
                throw Invalid("An event is null. Give the names of events, or patterns.", null);
            }

            if (pattern.EventName is { } name && IsOwn(name))
            {
                throw Invalid(
                    $"The event '{name}' reports alerts, and an alert on it could raise itself without end. Use the events that are the "
                    + "reason for that alert.",
                    name.ToString());
            }
        }

        CheckTags(definition.Tags);
        RefuseEach(
            definition,
            "is for an alert on a metric. Leave it out, or give Metric instead of Events.",
            (nameof(AlertDefinition.Above), definition.Above is not null),
            (nameof(AlertDefinition.Below), definition.Below is not null),
            (nameof(AlertDefinition.ClearBelow), definition.ClearBelow is not null),
            (nameof(AlertDefinition.ClearAbove), definition.ClearAbove is not null),
            (nameof(AlertDefinition.For), definition.For != TimeSpan.Zero),
            (nameof(AlertDefinition.Statistic), definition.Statistic is not null));
    }

    private static void CheckMetric(AlertDefinition definition)
    {
        if (string.IsNullOrWhiteSpace(definition.Metric))
        {
            throw Invalid("The name of the metric is empty. Give the name of a metric, such as 'queue.checked.length'.", definition.Metric);
        }

        RefuseEach(
            definition,
            "is for an alert on events. Leave it out, or give Events instead of Metric.",
            (nameof(AlertDefinition.Count), definition.Count != 1),
            (nameof(AlertDefinition.ClearOn), definition.ClearOn.Count > 0),
            (nameof(AlertDefinition.Tags), definition.Tags.Count > 0),
            (nameof(AlertDefinition.Where), definition.Where.Count > 0),
            (nameof(AlertDefinition.WhereNot), definition.WhereNot.Count > 0),
            (nameof(AlertDefinition.Filter), definition.Filter is not null));
        Optional(definition.Within, "window, Within,");
        Duration(definition.ClearAfter ?? TimeSpan.Zero, TimeSpan.Zero, s_longest, "time ClearAfter");
        Duration(definition.For, TimeSpan.Zero, s_longest, "time For");
        Duration(definition.Interval, s_shortestInterval, s_day, "interval");
        if (definition.Statistic is { } statistic && (statistic < AlertStatistic.Value || statistic > AlertStatistic.P99))
        {
            throw Invalid("There is no such statistic. Choose Value, Count, Rate, Mean, P50, P90, P95 or P99.", statistic);
        }

        CheckLimits(definition);
    }

    private static void CheckLimits(AlertDefinition definition)
    {
        double? notFinite = new[] { definition.Above, definition.Below, definition.ClearBelow, definition.ClearAbove }
            .FirstOrDefault(limit => limit is { } number && (double.IsNaN(number) || double.IsInfinity(number)));
        string? problem = notFinite is not null ? "A limit is not a finite number. Give a number."
            : definition.Above is null && definition.Below is null ? "There is no limit. Give Above or Below, or both."
            : definition.Below >= definition.Above
                ? $"Below, {definition.Below}, is not less than Above, {definition.Above}, so that every value raises the alert. "
                    + "Exchange them."
            : definition.ClearBelow is not null && !(definition.ClearBelow <= definition.Above)
                ? "ClearBelow is the value at which an alert with Above is cleared. Give Above, and a ClearBelow that is not higher."
            : definition.ClearAbove is not null && !(definition.ClearAbove >= definition.Below)
                ? "ClearAbove is the value at which an alert with Below is cleared. Give Below, and a ClearAbove that is not lower."
            : null;
        if (problem is not null)
        {
            throw Invalid(problem, notFinite ?? definition.ClearBelow ?? definition.ClearAbove ?? definition.Below);
        }
    }

    private static void CheckNotifications(AlertDefinition definition)
    {
        Duration(definition.Throttle, TimeSpan.Zero, s_longest, "time Throttle");
        Optional(definition.RepeatInterval, "interval of repeated notifications");
        Range(definition.Retries, 0, 100, "number of retries");
        Duration(definition.RetryDelay, TimeSpan.Zero, TimeSpan.FromHours(1), "delay of retries");
        Duration(definition.ActionTimeout, s_shortest, s_day, "timeout of the action");
        Duration(definition.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMilliseconds(int.MaxValue), "drain timeout");
    }

    private static void CheckTags(IReadOnlyList<string> tags)
    {
        if (tags.FirstOrDefault(tag => string.IsNullOrWhiteSpace(tag) || tag.Any(char.IsControl)) is { } bad || tags.Contains(null!))
        {
            throw Invalid("A tag is empty, or has control characters. Give keys of the metadata, such as 'target'.", tags);
        }

        if (tags.GroupBy(tag => tag, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw Invalid($"The tag '{twice.Key}' is given twice. Give each tag once.", twice.Key);
        }
    }

    private static void RefuseEach(AlertDefinition definition, string remedy, params (string Option, bool IsGiven)[] options)
    {
        if (Array.Find(options, option => option.IsGiven) is { Option: { } name })
        {
            throw Invalid($"The option {name} of the alert '{definition.Name}' {remedy}", name);
        }
    }

    private static void Optional(TimeSpan? duration, string what)
    {
        if (duration is { } given)
        {
            Duration(given, s_shortest, s_longest, what);
        }
    }

    private static void Duration(TimeSpan duration, TimeSpan shortest, TimeSpan longest, string what)
    {
        if (duration < shortest || duration > longest)
        {
            throw Invalid($"The {what} is {duration}. Use {Limit(shortest)} or more, and at most {Limit(longest)}.", duration);
        }
    }

    private static string Limit(TimeSpan limit) => limit == TimeSpan.Zero ? "zero" : AlertText.Of(limit);

    private static void Range(int number, int lowest, int highest, string what)
    {
        if (number < lowest || number > highest)
        {
            throw Invalid($"The {what} is {number}. Use a number from {lowest} to {highest}.", number);
        }
    }

    private static AlertException Invalid(string message, object? target) => new(AlertErrorKind.InvalidAlert, message, target);
}
