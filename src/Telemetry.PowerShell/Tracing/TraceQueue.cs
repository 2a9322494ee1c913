using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>
/// The events of a trace, on their way from the threads that emit them to the thread that writes them. If the queue is full,
/// an event is counted and dropped, so that no emitter waits. Safe to use from any thread.
/// </summary>
/// <param name="capacity">The maximum number of waiting events.</param>
internal sealed class TraceQueue(int capacity)
{
    private readonly object _gate = new();
    private readonly Queue<TracedEvent> _events = new();
    private long _dropped;
    private bool _isEnded;

    /// <summary>The number of events that have been dropped.</summary>
    internal long Dropped
    {
        get
        {
            lock (_gate)
            {
                return _dropped;
            }
        }
    }

    /// <summary>Adds an event. This is the handler of a trace.</summary>
    internal void Add(in EventData data, object? config)
    {
        // The snapshot is taken under the lock, so that times and order agree, and no snapshot is taken of a dropped event.
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            if (_events.Count >= capacity)
            {
                _dropped++;
                return;
            }

            _events.Enqueue(new TracedEvent(
                data.ToRecord(), Environment.CurrentManagedThreadId, Runspace.DefaultRunspace?.Name));
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes the next event; waits for one until the end.</summary>
    /// <returns>Whether an event was taken; if not, no more events will come.</returns>
    internal bool TryTake([NotNullWhen(true)] out TracedEvent? next)
    {
        lock (_gate)
        {
            while (_events.Count == 0 && !_isEnded)
            {
                Monitor.Wait(_gate);
            }

            next = _events.Count > 0 ? _events.Dequeue() : null;
            return next is not null;
        }
    }

    /// <summary>Takes the next event; waits for one for a limited time.</summary>
    /// <returns>Whether an event was taken.</returns>
    internal bool TryTake(TimeSpan timeout, [NotNullWhen(true)] out TracedEvent? next)
    {
        lock (_gate)
        {
            if (_events.Count == 0 && !_isEnded)
            {
                Monitor.Wait(_gate, timeout);
            }

            next = _events.Count > 0 ? _events.Dequeue() : null;
            return next is not null;
        }
    }

    /// <summary>Stops adding events. The waiting ones can still be taken.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _isEnded = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Stops adding events, and drops the waiting ones.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _events.Clear();
            End();
        }
    }
}
