using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>
/// The events of a trace, on their way from the threads that emit them to the one that writes them. An event that finds it
/// full is counted and dropped, so that no emitter waits. Safe to use from any thread.
/// </summary>
/// <param name="capacity">How many events wait at most.</param>
internal sealed class TraceQueue(int capacity)
{
    private readonly object _gate = new();
    private readonly Queue<TracedEvent> _events = new();
    private long _dropped;
    private bool _isEnded;

    /// <summary>How many events were dropped so far.</summary>
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

    /// <summary>Takes an event in: the handler of a trace.</summary>
    internal void Add(in EventData data, object? config)
    {
        // The snapshot is taken under the lock, so that its time goes with the order, and none is taken of what is dropped.
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

    /// <summary>Takes the next event out; waits for one until the end.</summary>
    /// <returns>Whether there was one; if not, none will come.</returns>
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

    /// <summary>Takes no more events in. Those that wait can still be taken out.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _isEnded = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes no more events in, and none out.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _events.Clear();
            End();
        }
    }
}
