namespace Telemetry.Alerts;

/// <summary>The count and the state of a series. Used under the lock of its table.</summary>
internal sealed class AlertSeries(IReadOnlyList<string> names, IReadOnlyList<string> values, bool isOther)
{
    internal IReadOnlyList<string> TagNames { get; } = names;

    internal IReadOnlyList<string> TagValues { get; } = values;

    /// <summary>Whether it is the series for those beyond the limit.</summary>
    internal bool IsOther { get; } = isOther;

    internal AlertState State { get; set; }

    /// <summary>The events so far, or the comparisons beyond the limit.</summary>
    internal long Count { get; set; }

    internal EventTimes Times { get; } = new();

    internal EventRecord? First { get; set; }

    internal EventRecord? Last { get; set; }

    internal double? Value { get; set; }

    /// <summary>The time of the last event that counted.</summary>
    internal TimeSpan LastActivity { get; set; }

    internal TimeSpan RaisedAt { get; set; }

    internal DateTime Since { get; set; }

    /// <summary>The time since which the value of the metric is beyond the limit; null if it is not.</summary>
    internal TimeSpan? BeyondSince { get; set; }

    /// <summary>The time since which the value is back although the series is raised; null if it is not.</summary>
    internal TimeSpan? BackSince { get; set; }

    /// <summary>The state that was notified of last.</summary>
    internal AlertState Told { get; set; }

    /// <summary>The time of the last notification; null if there was none.</summary>
    internal TimeSpan? ToldAt { get; set; }

    /// <summary>The last change that was held back; null if there is none since the last notification.</summary>
    internal AlertNotification? Held { get; set; }

    internal long HeldBack { get; set; }

    /// <summary>The place among the series that can make room for others; null if it cannot.</summary>
    internal LinkedListNode<AlertSeries>? Place { get; set; }

    internal bool IsRaised => State == AlertState.Raised;

    /// <summary>Begins to count again.</summary>
    internal void Restart()
    {
        Times.Clear();
        Count = 0;
        First = null;
        Last = null;
        Value = null;
        BeyondSince = null;
        BackSince = null;
    }
}
