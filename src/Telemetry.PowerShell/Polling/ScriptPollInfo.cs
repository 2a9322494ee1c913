using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>A poll, as Get-TelemetryPoll writes it. Its state is read when it is asked for, after it was unregistered, too.</summary>
public sealed class ScriptPollInfo
{
    private readonly PollRequest? _request;

    internal ScriptPollInfo(Poll poll)
    {
        Poll = poll;
        _request = ModulePolls.Find(poll)?.Request;
    }

    /// <summary>The name of the poll.</summary>
    public string Name => Poll.Name;

    /// <summary>The state.</summary>
    public PollState State => Poll.State;

    /// <summary>The time between two runs; null for a poll that runs when metrics are collected.</summary>
    public TimeSpan? Interval => Poll.OnCollect ? null : Poll.Interval;

    /// <summary>Whether the poll runs when metrics are collected, and not at intervals.</summary>
    public bool OnCollect => Poll.OnCollect;

    /// <summary>The number of runs that ended or were abandoned.</summary>
    public long Runs => Poll.Runs;

    /// <summary>The number of runs that failed.</summary>
    public long Failures => Poll.Failures;

    /// <summary>The number of failures since the last run that succeeded.</summary>
    public int FailuresInARow => Poll.FailuresInARow;

    /// <summary>The number of times at which a run was due while the one before was still under way.</summary>
    public long Missed => Poll.Missed;

    /// <summary>The number of events that were emitted for the output of the poll. Events that a script block emits itself are not
    /// counted.</summary>
    public long Emitted => Poll.Emitted;

    /// <summary>The time at which the last run that ended had started, in UTC; null if there was none.</summary>
    public DateTime? LastRun => Poll.LastRun;

    /// <summary>The time that the last run took; null if there was none.</summary>
    public TimeSpan? LastDuration => Poll.LastDuration;

    /// <summary>The time at which the next run is due, in UTC; null if the poll runs when metrics are collected, or is running.</summary>
    public DateTime? NextRun => Poll.NextRun;

    /// <summary>The reason for the last failure; null if there was none. It remains after later runs succeeded.</summary>
    public string? LastError => Poll.LastError is { } error ? PlainText.Of(error) : null;

    /// <summary>The time of the last failure, in UTC; null if there was none.</summary>
    public DateTime? LastErrorTime => Poll.LastErrorTime;

    /// <summary>The error of the script block in the last run, with its place in the script; null if that run succeeded, or there is no
    /// script block.</summary>
    public ErrorRecord? LastErrorRecord => _request?.Script?.LastError;

    /// <summary>The failure policy.</summary>
    public PollFailurePolicy FailurePolicy => Poll.FailurePolicy;

    /// <summary>The time after which a run is interrupted; null for no limit.</summary>
    public TimeSpan? Timeout => Poll.Timeout == System.Threading.Timeout.InfiniteTimeSpan ? null : Poll.Timeout;

    /// <summary>The event that the output becomes; null if the poll emits events itself.</summary>
    public string? EventName => _request?.Options.EventName;

    /// <summary>The name of the built-in measurements; null for another poll.</summary>
    public string? BuiltIn => _request?.BuiltIn;

    /// <summary>The script block that runs; null for a poll that is C# code.</summary>
    public ScriptBlock? ScriptBlock => _request?.Script?.Block;

    /// <summary>The poll, for C# code.</summary>
    [Hidden]
    public Poll Poll { get; }

    /// <summary>The time since the last run began, as text; null if there was none.</summary>
    [Hidden]
    public string? AgeText => OneLine.Age(LastRun);

    /// <summary>The reason for which the last run failed, in one line and cut if it is long; null if it succeeded.</summary>
    [Hidden]
    public string? ErrorText => FailuresInARow > 0 && LastError is { } error ? OneLine.Of(error) : null;

    /// <summary>The time that the last run took, as text; null if there was none.</summary>
    [Hidden]
    public string? LastDurationText => DurationText.Of(LastDuration);

    /// <summary>The time between two runs as text.</summary>
    [Hidden]
    public string IntervalText => OnCollect ? "collect" : DurationText.Of(Poll.Interval);

    /// <summary>Returns the name, by which the cmdlets find the poll.</summary>
    public override string ToString() => Name;
}
