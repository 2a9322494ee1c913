using System.Management.Automation;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>A series of an alert, as Get-TelemetryAlert -Detailed writes it. Immutable.</summary>
public sealed class ScriptAlertSeries
{
    private readonly AlertSeriesStatus _status;

    internal ScriptAlertSeries(string name, AlertSeriesStatus status)
    {
        Name = name;
        _status = status;
        Tags = ScriptFields.OfTexts(status.Tags);
        FirstEvent = status.FirstEvent is { } first ? new ScriptRecord(first) : null;
        LastEvent = status.LastEvent is { } last ? new ScriptRecord(last) : null;
    }

    /// <summary>The name of the alert.</summary>
    public string Name { get; }

    /// <summary>The state: <c>Raised</c>, <c>Pending</c> or <c>Cleared</c>.</summary>
    public AlertState State => _status.State;

    /// <summary>The values of the tags as text, by key. A missing value is empty.</summary>
    public ScriptFields Tags { get; }

    /// <summary>The number of events that count, or of comparisons beyond the limit.</summary>
    public long Count => _status.Count;

    /// <summary>The time at which the series was raised, in UTC; null if it is not.</summary>
    public DateTime? Since => _status.Since;

    /// <summary>The last value of the metric; null for an alert on events.</summary>
    public double? Value => _status.Value;

    /// <summary>The first of the events that count; null if there is none.</summary>
    public ScriptRecord? FirstEvent { get; }

    /// <summary>The last of the events that count; null if there is none.</summary>
    public ScriptRecord? LastEvent { get; }

    /// <summary>The number of changes that were held back since the last notification of the series.</summary>
    public long HeldBack => _status.HeldBack;

    /// <summary>The tags as text.</summary>
    [Hidden]
    public string TagText => FieldText.Of(Tags);

    /// <summary>The value as text; null if there is none.</summary>
    [Hidden]
    public string? ValueText => NumberText.Of(Value);

    /// <summary>The time since the series was raised, as text; null if it is not.</summary>
    [Hidden]
    public string? AgeText => OneLine.Age(Since);

    /// <summary>The last event in one line, cut if it is long; null if there is none.</summary>
    [Hidden]
    public string? LastText => LastEvent is { } last ? OneLine.Of(last.EventName) : null;

    /// <summary>Returns the name, the tags and the state.</summary>
    public override string ToString() => Tags.Count == 0 ? $"{Name}: {State}" : $"{Name}{{{TagText}}}: {State}";
}
