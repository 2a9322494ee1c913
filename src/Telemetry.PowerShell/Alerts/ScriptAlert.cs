using System.Management.Automation;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>A notification as the action of an alert sees it, <c>$_</c>: a series was raised, is still raised, or was cleared. Immutable,
/// and safe to use from any thread.</summary>
public sealed class ScriptAlert
{
    internal ScriptAlert(AlertNotification notification)
    {
        Notification = notification;
        Tags = ScriptFields.OfTexts(notification.Tags);
        FirstEvent = notification.FirstEvent is { } first ? new ScriptRecord(first) : null;
        LastEvent = notification.LastEvent is { } last ? new ScriptRecord(last) : null;
    }

    /// <summary>The name of the alert.</summary>
    public string Name => Notification.Name;

    /// <summary>The state: <c>Raised</c> or <c>Cleared</c>.</summary>
    public AlertState State => Notification.State;

    /// <summary>The reason: <c>Reached</c>, <c>ClearEvent</c>, <c>Silence</c>, <c>ValueBack</c> or <c>Gone</c>.</summary>
    public AlertReason Reason => Notification.Reason;

    /// <summary>Whether the series was notified of as raised before, and still is.</summary>
    public bool IsReminder => Notification.IsReminder;

    /// <summary>The values of the tags as text, by key. A missing value is empty.</summary>
    public ScriptFields Tags { get; }

    /// <summary>The number of events, or of comparisons beyond the limit.</summary>
    public long Count => Notification.Count;

    /// <summary>The first of the events; null for an alert on a metric.</summary>
    public ScriptRecord? FirstEvent { get; }

    /// <summary>The last event, with the one that cleared the alert; null for an alert on a metric.</summary>
    public ScriptRecord? LastEvent { get; }

    /// <summary>The value of the metric; null if there is none any more, and for an alert on events.</summary>
    public double? Value => Notification.Value;

    /// <summary>The time at which the series was raised, in UTC.</summary>
    public DateTime Since => Notification.Since;

    /// <summary>The time of the change or the reminder, in UTC.</summary>
    public DateTime Time => Notification.Time;

    /// <summary>The time for which the series is, or was, raised.</summary>
    public TimeSpan Duration => Notification.Duration;

    /// <summary>The number of changes that were held back since the last notification of the series.</summary>
    public long HeldBack => Notification.HeldBack;

    /// <summary>The notification as a sentence, in English.</summary>
    public string Message => Notification.Message;

    /// <summary>The underlying notification, for C# code.</summary>
    [Hidden]
    public AlertNotification Notification { get; }

    /// <summary>Returns the message.</summary>
    public override string ToString() => Message;
}
