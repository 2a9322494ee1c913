using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>A run of a poll that a cmdlet requested, and its outcome.</summary>
internal sealed class RequestedRun
{
    // Of a run that is shared with others, the outcome is there before the task ends.
    private volatile PollRun? _last;

    internal RequestedRun(Poll poll)
    {
        Poll = poll;
        poll.Poller.RunEnded += Keep;
        Task = poll.RunAsync(Timeout.InfiniteTimeSpan);
    }

    internal Poll Poll { get; }

    /// <summary>The end of the run.</summary>
    internal Task<bool> Task { get; }

    /// <summary>Gets the outcome, and the error if the run failed. Called after its end.</summary>
    internal (ScriptPollRun Run, ErrorRecord? Error) Outcome()
    {
        Poll.Poller.RunEnded -= Keep;
        PollRun? run = _last;
        if (Task.GetAwaiter().GetResult())
        {
            return (new ScriptPollRun(Poll.Name, run), null);
        }

        string reason = run is not null ? PlainText.Of(run.Exception?.Message.TrimEnd('.') ?? "it did not succeed")
            : Poll.State == PollState.Removed ? "it was removed"
            : Poll.State == PollState.Abandoned ? "an earlier run was abandoned, and is still under way"
            : "it cannot wait for itself, and no poll begins at the end of the process";
        return (
            new ScriptPollRun(Poll.Name, run),
            PollErrors.RunFailed(Poll.Name, $"Poll '{Poll.Name}' failed: {reason}.", run?.Exception));
    }

    private void Keep(object? sender, PollRun run)
    {
        if (run.Poll == Poll)
        {
            _last = run;
        }
    }
}
