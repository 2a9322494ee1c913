using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>The registration of a poll in the place of another one, whose last run it awaits. The wait can be cancelled.</summary>
internal sealed class PollReplacement
{
    private volatile bool _isCancelled;

    /// <summary>Registers a poll, after the one that has its name was removed.</summary>
    /// <returns>The poll; null if the wait was cancelled.</returns>
    /// <exception cref="PollException">An option is not valid. No poll was removed.</exception>
    internal RegisteredPoll? Add(PollRequest request)
    {
        request.Options.Validate(request.Name);
        while (!_isCancelled)
        {
            if (ModulePolls.Find(request.Name) is { } other)
            {
                CancellableWait.For(ModulePolls.RemoveAsync(other, PollRemovals.Longest), () => _isCancelled);
                continue;
            }

            try
            {
                return ModulePolls.Add(request);
            }
            catch (PollException e) when (e.Kind == PollErrorKind.PollAlreadyExists)
            {
                // Another thread registered one meanwhile.
            }
        }

        return null;
    }

    /// <summary>Ends the wait. The other poll is removed nevertheless.</summary>
    internal void Cancel() => _isCancelled = true;
}
