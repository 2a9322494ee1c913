namespace Telemetry;

/// <summary>
/// One call by a buffer: of the handler with an event, or of the subscribers that are notified of its end. It flows to the
/// threads and tasks that the called code starts, so that none of them waits for the buffer while the buffer waits for them.
/// </summary>
/// <param name="queue">The queue of the buffer.</param>
/// <param name="eventName">The event; null for the notification of the end.</param>
internal sealed class Delivery(HandlerQueue queue, EventName? eventName)
{
    // More handlers that wait for one another are not followed; their waits end with their time limits.
    private const int MaxFollowed = 64;

    private const int IsNew = 0;
    private const int IsStarted = 1;
    private const int IsEnded = 2;

    private static readonly AsyncLocal<Delivery?> s_current = new();

    // Replaced as a whole. One delivery can wait for several queues, on threads or in tasks that its code started.
    private HandlerQueue[] _waitsFor = [];
    private int _state;
    private volatile bool _isOver;

    /// <summary>The delivery that the running code is part of; null if there is none.</summary>
    // Work that a delivery started may outlast it, and then waits like any other.
    internal static Delivery? Current => s_current.Value is { _isOver: false } current ? current : null;

    /// <summary>The event with which the handler was called that started the running code, also after its call; null if there is
    /// none.</summary>
    internal static EventName? CurrentEventName => s_current.Value?.EventName;

    /// <summary>The event; null for the notification of the end.</summary>
    internal EventName? EventName => eventName;

    internal void Begin() => s_current.Value = this;

    internal void End() => _isOver = true;

    /// <summary>Claims the right to call an asynchronous handler.</summary>
    /// <returns>Whether to call it; false if the call was refused.</returns>
    internal bool TryStart() => TryChange(IsNew, IsStarted);

    /// <summary>Refuses a call that has not started.</summary>
    internal bool TryRefuse() => TryChange(IsNew, IsEnded);

    /// <summary>Claims the end of a call that has started, which both its return and its time limit can cause.</summary>
    /// <returns>Whether the caller is the first, and has to end the call.</returns>
    internal bool TryClaimEnd() => TryChange(IsStarted, IsEnded);

    /// <summary>Records that the running code begins to wait for a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="wait">The wait, to be disposed when it ends.</param>
    /// <returns>Whether it can wait: false if the queue waits for the delivery that the code is part of, directly or through
    /// others.</returns>
    internal static bool TryBeginWait(HandlerQueue queue, out DeliveryWait wait)
    {
        Delivery? caller = Current;
        wait = new(caller, queue);
        return caller?.TryWaitFor(queue) != false;
    }

    internal void EndWait(HandlerQueue other) => Change(waits =>
    {
        int index = Array.IndexOf(waits, other);
        return [.. waits.Take(index), .. waits.Skip(index + 1)];
    });

    private bool TryWaitFor(HandlerQueue other)
    {
        // Recorded first, with a full fence: of two deliveries that begin to wait for each other, at least one sees it.
        Change(waits => [.. waits, other]);
        if (!Leads(other, to: queue))
        {
            return true;
        }

        EndWait(other);
        return false;
    }

    private static bool Leads(HandlerQueue from, HandlerQueue to)
    {
        var found = new List<HandlerQueue> { from };
        for (int i = 0; i < found.Count && found.Count <= MaxFollowed; i++)
        {
            if (ReferenceEquals(found[i], to))
            {
                return true;
            }

            if (found[i].Running is { } running)
            {
                found.AddRange(Volatile.Read(ref running._waitsFor).Where(next => !found.Contains(next)));
            }
        }

        return false;
    }

    private bool TryChange(int from, int to) => Interlocked.CompareExchange(ref _state, to, from) == from;

    private void Change(Func<HandlerQueue[], HandlerQueue[]> change)
    {
        HandlerQueue[] before;
        do
        {
            before = Volatile.Read(ref _waitsFor);
        }
        while (Interlocked.CompareExchange(ref _waitsFor, change(before), before) != before);
    }
}
