namespace Telemetry;

/// <summary>A request to be notified when a number of events have left a queue.</summary>
internal sealed class FlushRequest(long target)
{
    // Not run by the thread that completes it, which holds locks.
    private readonly TaskCompletionSource<bool> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The number of events that have to leave the queue, from its beginning.</summary>
    internal long Target => target;

    internal Task Completed => _completed.Task;

    internal void Complete() => _completed.TrySetResult(true);
}
