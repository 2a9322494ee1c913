using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>The outcome of a run of a poll, as Invoke-TelemetryPoll writes it. Immutable.</summary>
public sealed class ScriptPollRun
{
    internal ScriptPollRun(string name, PollRun? run)
    {
        Name = name;
        Succeeded = run?.Succeeded ?? false;
        Duration = run?.Duration;
        Emitted = run?.Emitted ?? 0;
    }

    /// <summary>The name of the poll.</summary>
    public string Name { get; }

    /// <summary>Whether the run succeeded.</summary>
    public bool Succeeded { get; }

    /// <summary>The time that the run took; null if there was no run.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>The number of events that were emitted for its output. Events that a script block emits itself are not counted.</summary>
    public long Emitted { get; }

    /// <summary>The time that the run took, as a short text; null if there was no run.</summary>
    [Hidden]
    public string? DurationText => Commands.DurationText.Of(Duration);

    /// <summary>Returns the name and the outcome.</summary>
    public override string ToString() => $"{Name}: {(Succeeded ? "succeeded" : "failed")}";
}
