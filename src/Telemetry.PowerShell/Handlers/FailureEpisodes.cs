using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>Decides which failures of a handler that stays registered cause a warning. Safe to use from any
/// thread.</summary>
/// <remarks>An episode begins with a failure and ends when none has occurred for a while. Successes in between do not end
/// it, or a handler that fails every other time would cause a warning every other time.</remarks>
internal static class FailureEpisodes
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMinutes(5);

    // A weak table, which keeps no handler alive.
    private static readonly ConditionalWeakTable<HandlerRegistration, Episode> s_episodes = new();

    /// <summary>Counts a failure.</summary>
    /// <returns>The number of failures of the episode if the user is to be warned: at the first, the tenth, the hundredth
    /// and so on; otherwise 0.</returns>
    internal static long Count(HandlerFailure failure)
    {
        Episode episode = s_episodes.GetOrCreateValue(failure.Handler);
        lock (episode)
        {
            if (failure.Timestamp - episode.Last > s_quiet)
            {
                episode.Failures = 0;
                episode.NextTold = 1;
            }

            episode.Last = failure.Timestamp;
            if (++episode.Failures < episode.NextTold)
            {
                return 0;
            }

            episode.NextTold *= 10;
            return episode.Failures;
        }
    }

    private sealed class Episode
    {
        internal DateTime Last { get; set; }

        internal long Failures { get; set; }

        internal long NextTold { get; set; } = 1;
    }
}
