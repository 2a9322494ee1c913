namespace Telemetry.Diagnostics;

/// <summary>The memory of a thread that emits the events of spans.</summary>
internal sealed class ThreadSpans
{
    // A handler that is called with an end of a span, between the publication and one that asks for the activity, may end spans too.
    private const int MaxStopped = 4;

    [ThreadStatic]
    private static ThreadSpans? t_current;

    private readonly OpenSpan?[] _stopped = new OpenSpan?[MaxStopped];
    private int _lastStopped;
    private SpanPublisher? _startPublisher;
    private SpanEvent? _start;
    private MetadataValue _startContext;
    private DateTimeOffset _startTime;

    internal static ThreadSpans Current => t_current ??= new ThreadSpans();

    /// <summary>Whether this thread starts an activity. A span that a listener starts meanwhile would become an activity, of which it
    /// is notified, without end.</summary>
    internal bool IsStarting { get; set; }

    /// <summary>Remembers the activity of a span that ends, for handlers that are called later with the same event.</summary>
    internal void AddStopped(OpenSpan span)
    {
        int index = (_lastStopped + 1) % MaxStopped;
        _stopped[index] = span;
        _lastStopped = index;
    }

    /// <summary>Finds the span that was ended by an event; null if this thread remembers no such span.</summary>
    internal OpenSpan? FindStopped(SpanActivities activities, in EventData data, in MetadataValue context)
    {
        for (int i = 0; i < MaxStopped; i++)
        {
            OpenSpan? span = _stopped[(_lastStopped - i + MaxStopped) % MaxStopped];
            if (span is not null && span.Owner.Activities == activities && span.EndedBy(in data, in context))
            {
                return span;
            }
        }

        return null;
    }

    /// <summary>Remembers the start of a span for the other publications that are called with it. Listeners may have declined it, and
    /// may decide by chance; and its activity may have been stopped on another thread.</summary>
    internal void AddStart(SpanPublisher publisher, SpanEvent start, in MetadataValue context, DateTimeOffset time)
    {
        _startPublisher = publisher;
        _start = start;
        _startContext = context;
        _startTime = time;
    }

    /// <summary>Determines whether another publication was called with the start of a span before.</summary>
    internal bool IsStartOfAnother(SpanPublisher publisher, SpanEvent start, in MetadataValue context, DateTimeOffset time) =>
        _startPublisher is { } other
        && other != publisher
        && _start == start
        && _startTime == time
        && OpenSpan.AreSame(in _startContext, in context)

        // Without a time, it may be an earlier start with the same context, which that publication received alone.
        && (time != default || !other.HasEnded);
}
