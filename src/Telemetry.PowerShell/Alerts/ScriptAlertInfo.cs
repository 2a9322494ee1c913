using System.Collections.Specialized;
using System.Management.Automation;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>An alert, as Get-TelemetryAlert writes it. Its state is read when it is asked for, after it was unregistered, too.</summary>
public sealed class ScriptAlertInfo
{
    private readonly AlertRequest? _request;

    internal ScriptAlertInfo(Alert alert)
    {
        Alert = alert;
        _request = ModuleAlerts.Find(alert)?.Request;
    }

    /// <summary>The name of the alert.</summary>
    public string Name => Alert.Name;

    /// <summary>The state: <c>Raised</c> if a series is raised; otherwise <c>Pending</c> or <c>Cleared</c>.</summary>
    public AlertState State => Alert.State;

    /// <summary>The number of series that are raised.</summary>
    public int Raised => Alert.RaisedCount;

    /// <summary>The number of series that are known.</summary>
    public int Series => Alert.SeriesCount;

    /// <summary>The number of events that were counted, or of comparisons beyond the limit.</summary>
    public long Count => Alert.Count;

    /// <summary>The time at which the first of the raised series was raised, in UTC; null if none is.</summary>
    public DateTime? Since => Alert.ListSeries().Min(series => series.Since);

    /// <summary>The number of notifications for which the action succeeded.</summary>
    public long Delivered => Alert.Delivered;

    /// <summary>The number of notifications for which the action failed at its last attempt.</summary>
    public long Failed => Alert.Failed;

    /// <summary>The number of further attempts.</summary>
    public long Retried => Alert.Retried;

    /// <summary>The number of notifications that wait for the action.</summary>
    public int Waiting => Alert.PendingNotifications;

    /// <summary>The number of notifications that were dropped.</summary>
    public long Dropped => Alert.Dropped;

    /// <summary>The number of changes that were held back by <c>-Throttle</c>.</summary>
    public long HeldBack => Alert.HeldBack;

    /// <summary>The number of series that made room for others.</summary>
    public long Evicted => Alert.Evicted;

    /// <summary>The reason for which the action failed last; null if it never failed. It remains after later ones succeeded.</summary>
    public string? LastError => Alert.LastError is { } error ? PlainText.Of(error.Message) : null;

    /// <summary>The time of the last failure of the action, in UTC; null if there was none.</summary>
    public DateTime? LastErrorTime => Alert.LastErrorTime;

    /// <summary>The error of the script block of the action, with its place in the script; null if there is none.</summary>
    public ErrorRecord? LastErrorRecord => _request?.Action?.LastError;

    /// <summary>The reason for which a metric cannot be compared; null if there is none.</summary>
    public string? Problem => Alert.Problem;

    /// <summary>The condition in short.</summary>
    public string Condition
    {
        get
        {
            string text = Alert.Definition.ToString();
            return text.Substring(Name.Length + 2, text.Length - Name.Length - 3);
        }
    }

    /// <summary>The events that are counted; empty for an alert on a metric.</summary>
    public string[] EventName => [.. Alert.Definition.Events.Select(pattern => pattern.ToString())];

    /// <summary>The metric; null for an alert on events.</summary>
    public string? Metric => Alert.Definition.Metric;

    /// <summary>The metadata keys by whose values series are told apart.</summary>
    public string[] TagKeys => [.. Alert.Definition.Tags];

    /// <summary>The conditions that an event meets which is counted; null if there are none.</summary>
    public OrderedDictionary? Where => ScriptConditions.TableOf(Alert.Definition.Where);

    /// <summary>The conditions of which an event that is counted meets none; null if there are none.</summary>
    public OrderedDictionary? WhereNot => ScriptConditions.TableOf(Alert.Definition.WhereNot);

    /// <summary>The events that clear a series.</summary>
    public string[] ClearOn => [.. Alert.Definition.ClearOn.Select(pattern => pattern.ToString())];

    /// <summary>The time of silence, or of a value that is back, after which a series is cleared; null if none was given.</summary>
    public TimeSpan? ClearAfter => Alert.Definition.ClearAfter;

    /// <summary>The time within which a series is notified of at most once; zero for no limit.</summary>
    public TimeSpan Throttle => Alert.Definition.Throttle;

    /// <summary>The time after which a raised series is notified of again; null for never.</summary>
    public TimeSpan? RepeatInterval => Alert.Definition.RepeatInterval;

    /// <summary>The number of further attempts if the action fails.</summary>
    public int Retry => Alert.Definition.Retries;

    /// <summary>The script block that is called for each notification; null for none, and for an action that is C# code.</summary>
    public ScriptBlock? Action => _request?.Action?.Block;

    /// <summary>The alert, for C# code.</summary>
    [Hidden]
    public Alert Alert { get; }

    /// <summary>The time since the alert is raised, as text; null if it is not.</summary>
    [Hidden]
    public string? AgeText => OneLine.Age(Since);

    /// <summary>The error of the action if it fails now, or else the problem of the metric, in one line and cut if it is long.</summary>
    [Hidden]
    public string? ErrorText => Alert.FailedInARow > 0 && LastError is { } error ? OneLine.Of(error)
        : Problem is { } problem ? OneLine.Of(problem)
        : null;

    /// <summary>Returns the name, by which the cmdlets find the alert.</summary>
    public override string ToString() => Name;
}
