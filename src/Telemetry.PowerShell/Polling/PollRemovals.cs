using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>Polls that a cmdlet removes, and the wait for their last runs, which can be cancelled.</summary>
internal sealed class PollRemovals
{
    /// <summary>The longest time for a run that is interrupted.</summary>
    internal static TimeSpan Longest { get; } = TimeSpan.FromSeconds(5);

    private readonly List<(Poll Poll, Task<bool> HasEnded)> _removals = [];
    private volatile bool _isCancelled;

    /// <summary>Begins to remove a poll, once.</summary>
    internal void Begin(Poll poll)
    {
        if (!_removals.Exists(removal => removal.Poll == poll))
        {
            _removals.Add((poll, ModulePolls.RemoveAsync(poll, Longest)));
        }
    }

    /// <summary>Waits until the last runs have ended or were abandoned, all of them together, or until the wait is
    /// cancelled.</summary>
    internal void Await()
    {
        foreach ((_, Task<bool> hasEnded) in _removals)
        {
            CancellableWait.For(hasEnded, () => _isCancelled);
        }
    }

    /// <summary>Ends the wait. The polls are removed nevertheless.</summary>
    internal void Cancel() => _isCancelled = true;
}
