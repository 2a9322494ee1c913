using System.Collections;
using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>Completes the name of a poll. The tooltip shows its state and its runs.</summary>
internal sealed class PollNameCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) =>
        Poller.ListAll().Where(poll => word.IsMatch(poll.Name)).Select(poll => word.Result(poll.Name, Describe(poll)));

    private static string Describe(Poll poll) =>
        $"{poll.State.ToString().ToLowerInvariant()}, {(poll.OnCollect ? "on collection" : $"every {DurationText.Of(poll.Interval)}")}: "
        + $"{Count(poll.Runs, "run")}, {Count(poll.Failures, "failure")}, {poll.Missed} missed";
}
