namespace Telemetry.Commands;

/// <summary>Things that a cmdlet stops, and the wait for their ends, which can be cancelled.</summary>
/// <typeparam name="TStopped">Their type.</typeparam>
internal sealed class PendingStops<TStopped>
    where TStopped : class
{
    private readonly List<(TStopped Stopped, Task<bool> End)> _stops = [];
    private volatile bool _isCancelled;

    /// <summary>Begins to stop a thing, once.</summary>
    /// <param name="stopped">The thing.</param>
    /// <param name="stop">Stops it. The result of the task says whether nothing was lost.</param>
    internal void Begin(TStopped stopped, Func<Task<bool>> stop)
    {
        if (!_stops.Exists(known => known.Stopped == stopped))
        {
            _stops.Add((stopped, stop()));
        }
    }

    /// <summary>Waits for the ends, one after the other.</summary>
    /// <returns>Each thing, and whether nothing of it was lost; those after a cancellation are left out.</returns>
    internal IEnumerable<(TStopped Stopped, bool IsComplete)> Await()
    {
        foreach ((TStopped stopped, Task<bool> end) in _stops)
        {
            if (!CancellableWait.For(end, () => _isCancelled))
            {
                yield break;
            }

            yield return (stopped, end.GetAwaiter().GetResult());
        }
    }

    /// <summary>Ends the wait. The things stop nevertheless.</summary>
    internal void Cancel() => _isCancelled = true;
}
