namespace Telemetry;

/// <summary>
/// One call by a buffer: of the handler with an event, or of the subscribers that are notified of its end. It flows to the
/// threads and tasks that the called code starts, so that none of them waits for the buffer while the buffer waits for them.
/// </summary>
/// <param name="queue">The queue of the buffer.</param>
/// <param name="eventName">The event; null for the notification of the end.</param>
internal sealed class Delivery(HandlerQueue queue, EventName? eventName)
{
    // Longer chains of handlers that wait for one another are not followed; their waits end with their time limits.
    private const int MaxChain = 32;

    private static readonly AsyncLocal<Delivery?> s_current = new();

    private HandlerQueue? _waitsFor;
    private volatile bool _isOver;

    /// <summary>The delivery that the running code is part of; null if there is none.</summary>
    // Work that a delivery started may outlast it, and then waits like any other.
    internal static Delivery? Current => s_current.Value is { _isOver: false } current ? current : null;

    /// <summary>The event with which the handler was called that started the running code, also after its call; null if there is
    /// none.</summary>
    internal static EventName? CurrentEventName => s_current.Value?.EventName;

    private EventName? EventName => eventName;

    internal void Begin() => s_current.Value = this;

    internal void End() => _isOver = true;

    /// <summary>Records that code of this delivery begins to wait for a queue.</summary>
    /// <returns>Whether it can wait: false if the queue itself waits for this delivery, directly or through others.</returns>
    internal bool TryWaitFor(HandlerQueue other)
    {
        // Recorded first, with a full fence: of two deliveries that begin to wait for each other, at least one sees it.
        Interlocked.Exchange(ref _waitsFor, other);
        HandlerQueue? next = other;
        for (int i = 0; i < MaxChain && next is not null; i++)
        {
            if (ReferenceEquals(next, queue))
            {
                EndWait();
                return false;
            }

            next = next.Running is { } running ? Volatile.Read(ref running._waitsFor) : null;
        }

        return true;
    }

    internal void EndWait() => Volatile.Write(ref _waitsFor, null);
}
