using System.Globalization;
using System.Management.Automation;
using Telemetry.Logging;

namespace Telemetry.Commands;

/// <summary>A log, as Get-TelemetryLog writes it. Its state is read when it is asked for, after it was stopped, too.</summary>
public sealed class ScriptLogInfo
{
    internal ScriptLogInfo(TelemetryLog log) => Log = log;

    /// <summary>The name of the log.</summary>
    public string Name => Log.Name;

    /// <summary>The state.</summary>
    public TelemetryLogState State => Log.State;

    /// <summary>The full path of the file.</summary>
    public string Path => Log.Path;

    /// <summary>The names and patterns of the events.</summary>
    public string[] EventName => [.. Log.Events.Select(pattern => pattern.ToString())];

    /// <summary>The number of lines that were written.</summary>
    public long Written => Log.Written;

    /// <summary>The number of lines that wait to be written.</summary>
    public long Waiting => Log.Waiting;

    /// <summary>The number of lines that were lost, as there was no memory for them or the log was stopped while they could not be
    /// written.</summary>
    public long Dropped => Log.Dropped;

    /// <summary>The number of bytes that were written.</summary>
    public long Bytes => Log.Bytes;

    /// <summary>The number of times that this log rotated the file.</summary>
    public long Rotations => Log.Rotations;

    /// <summary>The reason for the last failure; null if there was none. It remains after lines were written again.</summary>
    public string? LastError => Log.LastError is { } error ? PlainText.Of(error) : null;

    /// <summary>The time of the last failure, in UTC; null if there was none.</summary>
    public DateTime? LastErrorTime => Log.LastErrorTime;

    /// <summary>The log, for C# code.</summary>
    [Hidden]
    public TelemetryLog Log { get; }

    /// <summary>The names and patterns of the events as text.</summary>
    [Hidden]
    public string EventText => string.Join(", ", EventName);

    /// <summary>Whether lines cannot be written at the moment.</summary>
    [Hidden]
    public bool IsFailing => State == TelemetryLogState.Failing;

    /// <summary>Returns the warning that the last lines were lost.</summary>
    internal string DescribeLoss() => string.Format(
        CultureInfo.InvariantCulture,
        "The last lines of the log '{0}' could not be written to {1}: {2}. In all, {3} of its lines were dropped.",
        Name, PlainText.Of(Path), LastError ?? "the time was over", Dropped);

    /// <summary>Returns the name, by which the cmdlets find the log.</summary>
    public override string ToString() => Name;
}
