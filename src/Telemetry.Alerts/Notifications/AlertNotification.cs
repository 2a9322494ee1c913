using System.Globalization;

namespace Telemetry.Alerts;

/// <summary>A notification of the state of a series: it was raised, is still raised, or was cleared. Immutable.</summary>
public sealed class AlertNotification
{
    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<string> _values;

    internal AlertNotification(AlertDefinition definition, IReadOnlyList<string> names, IReadOnlyList<string> values)
    {
        Definition = definition;
        _names = names;
        _values = values;
        Tags = new AlertTags(names, values);
    }

    /// <summary>The name of the alert.</summary>
    public string Name => Definition.Name;

    /// <summary>The definition of the alert.</summary>
    public AlertDefinition Definition { get; }

    /// <summary>The state: <see cref="AlertState.Raised"/> or <see cref="AlertState.Cleared"/>.</summary>
    public AlertState State { get; internal init; }

    /// <summary>The reason for the change.</summary>
    public AlertReason Reason { get; internal init; }

    /// <summary>Whether the series was notified of as raised before, and still is (<see cref="AlertDefinition.RepeatInterval"/>).</summary>
    public bool IsReminder { get; internal init; }

    /// <summary>The values of the tags by key, without regard to case. A missing value is empty.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>The number of counted events, from the first of those that raised the alert to now or to the end; for an alert on a metric,
    /// the number of comparisons for which the value was beyond the limit.</summary>
    public long Count { get; internal init; }

    /// <summary>The first of these events; null for an alert on a metric.</summary>
    public EventRecord? FirstEvent { get; internal init; }

    /// <summary>The last of these events, with the one that cleared the alert; null for an alert on a metric.</summary>
    public EventRecord? LastEvent { get; internal init; }

    /// <summary>The value of the metric; null if there is no value any more, and for an alert on events.</summary>
    public double? Value { get; internal init; }

    /// <summary>The time at which the series was raised, in UTC.</summary>
    public DateTime Since { get; internal init; }

    /// <summary>The time of the change or the reminder, in UTC.</summary>
    public DateTime Time { get; internal init; }

    /// <summary>The time for which the series is, or was, raised.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>The number of changes of the series that were held back since its last notification
    /// (<see cref="AlertDefinition.Throttle"/>), without this one if it is such a change.</summary>
    public long HeldBack { get; internal init; }

    /// <summary>The notification as a sentence for people, in English.</summary>
    public string Message => ToString();

    internal IReadOnlyList<string> TagNames => _names;

    internal IReadOnlyList<string> TagValues => _values;

    /// <summary>Returns <see cref="Message"/>.</summary>
    public override string ToString()
    {
        string series = _names.Count > 0 ? $" for {AlertText.Tags(_names, _values)}" : string.Empty;
        string verb = State == AlertState.Cleared ? "is cleared" : IsReminder ? "is still raised" : "is raised";
        string held = HeldBack > 0 ? $" ({Number(HeldBack, "change")} held back)" : string.Empty;
        return $"{Name} {verb}{series}: {Details()}{held}";
    }

    /// <summary>Returns the notification with a number of changes that were held back before.</summary>
    internal AlertNotification With(long heldBack) => new(Definition, _names, _values)
    {
        State = State,
        Reason = Reason,
        IsReminder = IsReminder,
        Count = Count,
        FirstEvent = FirstEvent,
        LastEvent = LastEvent,
        Value = Value,
        Since = Since,
        Time = Time,
        Duration = Duration,
        HeldBack = heldBack,
    };

    private static string Number(long number, string noun) =>
        $"{number.ToString(CultureInfo.InvariantCulture)} {noun}{(number == 1 ? string.Empty : "s")}";

    private string Details()
    {
        if (State == AlertState.Cleared)
        {
            string cause = Reason switch
            {
                AlertReason.ClearEvent => $"{LastEvent?.EventName} came",
                AlertReason.Silence => "no further event came",
                AlertReason.ValueBack => $"the value is {(Value is { } value ? AlertText.Of(value) : "back")}",
                _ => "the series is gone",
            };
            return $"{cause}, after {Rounded(Duration)}" + (Definition.IsOnMetric ? string.Empty : $" and {Number(Count, "event")}");
        }

        string condition = AlertText.Condition(Definition);
        return Definition.IsOnMetric ? $"{condition}, now {(Value is { } now ? AlertText.Of(now) : "unknown")}"
            : IsReminder ? $"{Number(Count, "event")} in {Rounded(Duration)}"
            : Definition.Count == 1 ? LastEvent?.EventName.ToString() ?? condition
            : condition;
    }

    private static string Rounded(TimeSpan duration) =>
        AlertText.Of(TimeSpan.FromSeconds(Math.Max(1, Math.Round(duration.TotalSeconds))));
}
