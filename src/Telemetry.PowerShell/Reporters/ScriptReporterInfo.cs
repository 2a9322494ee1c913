using System.Management.Automation;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>A reporter, as Get-TelemetryReporter writes it. Its state is read when it is asked for, after it was stopped,
/// too.</summary>
public sealed class ScriptReporterInfo
{
    internal ScriptReporterInfo(Reporter reporter) => Reporter = reporter;

    /// <summary>The name of the reporter.</summary>
    public string Name => Reporter.Name;

    /// <summary>The kind, such as <c>pushgateway</c>.</summary>
    public string Kind => Reporter.Kind;

    /// <summary>The state.</summary>
    public ReporterState State => Reporter.State;

    /// <summary>The destination, without credentials.</summary>
    public string Target => Reporter.Target;

    /// <summary>The time between two reports.</summary>
    public TimeSpan Interval => Reporter.Interval;

    /// <summary>The number of reports that arrived.</summary>
    public long Reports => Reporter.Reports;

    /// <summary>The number of reports that failed.</summary>
    public long Failures => Reporter.Failures;

    /// <summary>The number of items, such as lines or series, that could not be a part of a report and were left out.</summary>
    public long Dropped => Reporter.Dropped;

    /// <summary>The time of the last report that arrived, in UTC; null if there is none.</summary>
    public DateTime? LastReport => Reporter.LastReport;

    /// <summary>The number of series of the last report that arrived; null if there is none.</summary>
    public long? Series => Reporter.LastSize?.Series;

    /// <summary>The number of bytes of the last report that arrived; null if there is none.</summary>
    public long? Bytes => Reporter.LastSize?.Bytes;

    /// <summary>The reason for the last failure; null if there was none. It remains after later reports arrived.</summary>
    public string? LastError => Reporter.LastError is { } error ? PlainText.Of(error) : null;

    /// <summary>The time of the last failure, in UTC; null if there was none.</summary>
    public DateTime? LastErrorTime => Reporter.LastErrorTime;

    /// <summary>The reason for which the state of the metrics could not be saved the last time; null if it was, or there is no file for
    /// it.</summary>
    public string? StateError => Reporter.StateError is { } error ? PlainText.Of(error) : null;

    /// <summary>The reporter, for C# code.</summary>
    [Hidden]
    public Reporter Reporter { get; }

    /// <summary>The time since the last report that arrived, as text; null if there is none.</summary>
    [Hidden]
    public string? AgeText => OneLine.Age(LastReport);

    /// <summary>The reason for which the last report failed, in one line and cut if it is long; null if it arrived.</summary>
    [Hidden]
    public string? ErrorText => LastErrorTime > (LastReport ?? DateTime.MinValue) ? OneLine.Of(LastError!) : null;

    /// <summary>The time between two reports as text.</summary>
    [Hidden]
    public string IntervalText => DurationText.Of(Interval);

    /// <summary>Returns the warning that the last report did not arrive.</summary>
    internal string DescribeLoss() =>
        $"The last report of '{Name}' to {PlainText.Of(Target)} did not arrive: {ErrorText ?? "its time was over"}.";

    /// <summary>Returns the name, by which the cmdlets find the reporter.</summary>
    public override string ToString() => Name;
}
