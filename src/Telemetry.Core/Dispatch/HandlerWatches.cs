namespace Telemetry;

/// <summary>The watches of a dispatcher. Changed under the lock of the table.</summary>
internal sealed class HandlerWatches
{
    // Replaced under the lock, read without it.
    private HandlerWatch[] _watches = [];

    internal void Add(HandlerWatch watch, IEnumerable<HandlerRegistration> handlers)
    {
        foreach (HandlerRegistration handler in handlers)
        {
            watch.Count(handler, 1);
        }

        Volatile.Write(ref _watches, [.. _watches, watch]);
    }

    internal void Remove(HandlerWatch watch)
    {
        Volatile.Write(ref _watches, Array.FindAll(_watches, other => other != watch));
        watch.Clear();
    }

    /// <summary>Counts a handler that is attached or detached.</summary>
    internal void Count(HandlerRegistration handler, int change)
    {
        foreach (HandlerWatch watch in _watches)
        {
            watch.Count(handler, change);
        }
    }

    /// <summary>Calls back for the changes that were counted. To be called whenever handlers have been attached or detached,
    /// after the lock is released.</summary>
    internal void Report()
    {
        foreach (HandlerWatch watch in Volatile.Read(ref _watches))
        {
            watch.Report();
        }
    }
}
