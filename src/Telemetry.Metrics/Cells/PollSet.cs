namespace Telemetry.Metrics;

/// <summary>One set: what an owner records between its begin and its end.</summary>
/// <param name="owner">The owner; null for what is recorded outside of sets.</param>
/// <param name="number">The number among the sets of the owner, in the order in which they began.</param>
/// <param name="outer">The set of another owner inside of which it began; null if there is none.</param>
internal sealed class PollSet(SetOwner? owner, long number, PollSet? outer)
{
    private int _isEnded;

    /// <summary>Stands for what is recorded outside of sets.</summary>
    internal static PollSet None { get; } = new(null, 0, null);

    internal SetOwner? Owner => owner;

    internal long Number => number;

    internal PollSet? Outer => outer;

    internal bool IsEnded => Volatile.Read(ref _isEnded) != 0;

    /// <returns>Whether this call ended the set.</returns>
    internal bool TryEnd() => Interlocked.Exchange(ref _isEnded, 1) == 0;

    /// <summary>Whether a series that this set recorded leaves when another set ends: a later one of the same owner, or any if the
    /// owner is gone, as no set of it will end.</summary>
    internal bool IsReplacedBy(PollSet ended) =>
        owner is not null && (owner == ended.Owner ? number < ended.Number : owner.IsGone);
}
