using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>Runs of polls that a cmdlet requests, and the wait for them, which can be cancelled.</summary>
internal sealed class PollRuns
{
    private readonly List<RequestedRun> _runs = [];
    private volatile bool _isCancelled;

    /// <summary>Requests a run of a poll, once.</summary>
    internal void Begin(Poll poll)
    {
        if (!_runs.Exists(run => run.Poll == poll))
        {
            _runs.Add(new RequestedRun(poll));
        }
    }

    /// <summary>Waits for the runs, one after the other.</summary>
    /// <returns>The outcome of each, and its error if it failed; those after a cancellation are left out.</returns>
    internal IEnumerable<(ScriptPollRun Run, ErrorRecord? Error)> Await()
    {
        foreach (RequestedRun run in _runs)
        {
            if (!CancellableWait.For(run.Task, () => _isCancelled))
            {
                yield break;
            }

            yield return run.Outcome();
        }
    }

    /// <summary>Ends the wait. The runs go on.</summary>
    internal void Cancel() => _isCancelled = true;
}
