namespace Telemetry.Alerts;

/// <summary>The state of a series of an alert at one moment. Immutable.</summary>
public sealed class AlertSeriesStatus
{
    internal AlertSeriesStatus(AlertSeries series)
    {
        Tags = new AlertTags(series.TagNames, series.TagValues);
        State = series.State;
        Count = series.Count;
        Since = series.IsRaised ? series.Since : null;
        FirstEvent = series.First;
        LastEvent = series.Last;
        Value = series.Value;
        HeldBack = series.HeldBack;
    }

    /// <summary>The values of the tags by key, without regard to case. A missing value is empty.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>The state.</summary>
    public AlertState State { get; }

    /// <summary>The number of events that count: those within the window or in a row or, if the series is raised, all since the first
    /// of them. For an alert on a metric, the number of comparisons for which the value was beyond the limit.</summary>
    public long Count { get; }

    /// <summary>The time at which the series was raised, in UTC; null if it is not.</summary>
    public DateTime? Since { get; }

    /// <summary>The first of the events that count; null if there is none.</summary>
    public EventRecord? FirstEvent { get; }

    /// <summary>The last of the events that count; null if there is none.</summary>
    public EventRecord? LastEvent { get; }

    /// <summary>The last value of the metric; null for an alert on events.</summary>
    public double? Value { get; }

    /// <summary>The number of changes that were held back since the last notification of the series.</summary>
    public long HeldBack { get; }

    /// <summary>Returns the tags and the state.</summary>
    public override string ToString() => Tags.Count == 0 ? State.ToString() : $"{Tags}: {State}";
}
