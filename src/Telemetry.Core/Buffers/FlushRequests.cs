namespace Telemetry;

/// <summary>The requests to be notified when the events are handled that were queued at the time of each. Safe to use from any
/// thread.</summary>
internal sealed class FlushRequests
{
    private readonly List<FlushRequest> _requests = [];

    // Both are changed under a lock on the list, and read without it.
    private volatile int _count;
    private volatile int _version;

    /// <summary>Whether there is a request.</summary>
    internal bool HasAny => _count > 0;

    /// <summary>A number that differs after a request was added.</summary>
    internal int Version => _version;

    /// <summary>Adds a request.</summary>
    /// <param name="target">The number of events that have to leave the queue.</param>
    internal FlushRequest Add(long target)
    {
        var request = new FlushRequest(target);
        lock (_requests)
        {
            _requests.Add(request);
            _version++;
            _count = _requests.Count;
        }

        return request;
    }

    /// <summary>Removes a request that nobody waits for any more.</summary>
    internal void Remove(FlushRequest request)
    {
        lock (_requests)
        {
            _requests.Remove(request);
            _count = _requests.Count;
        }
    }

    /// <summary>Completes the requests that are met.</summary>
    /// <param name="left">The number of events that have left the queue.</param>
    /// <param name="isEmpty">A function that determines whether the queue is empty. It is called under the lock, so that no request
    /// is added after it.</param>
    internal void Complete(long left, Func<bool> isEmpty)
    {
        lock (_requests)
        {
            bool isAll = isEmpty();
            foreach (FlushRequest request in _requests)
            {
                if (isAll || left >= request.Target)
                {
                    request.Complete();
                }
            }

            _requests.RemoveAll(static request => request.Completed.IsCompleted);
            _count = _requests.Count;
        }
    }
}
