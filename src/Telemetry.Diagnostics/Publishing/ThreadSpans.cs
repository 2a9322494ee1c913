namespace Telemetry.Diagnostics;

/// <summary>What a thread remembers while it emits the events of spans.</summary>
internal sealed class ThreadSpans
{
    // A handler that is called with an end of a span, between the publication and one that asks for the activity, may end spans too.
    private const int MaxStopped = 4;

    [ThreadStatic]
    private static ThreadSpans? t_current;

    private readonly OpenSpan?[] _stopped = new OpenSpan?[MaxStopped];
    private int _lastStopped;
    private SpanPublisher? _declinedBy;
    private SpanEvent? _declinedStart;
    private MetadataValue _declinedContext;
    private DateTimeOffset _declinedTime;

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

    /// <summary>Finds the span that was ended by an event; null if there is none.</summary>
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

    /// <summary>Remembers the start of a span that becomes no activity, for the other publications that are called with it: each
    /// would ask the listeners again, which may decide by chance.</summary>
    internal void Decline(SpanPublisher publisher, SpanEvent start, in MetadataValue context, DateTimeOffset time)
    {
        _declinedBy = publisher;
        _declinedStart = start;
        _declinedContext = context;
        _declinedTime = time;
    }

    /// <summary>Determines whether another publication was called with the start of a span before, and it became no activity.</summary>
    internal bool HasDeclined(SpanPublisher publisher, SpanEvent start, in MetadataValue context, DateTimeOffset time) =>
        _declinedBy is { HasEnded: false }
        && _declinedBy != publisher
        && _declinedStart == start
        && _declinedTime == time
        && OpenSpan.AreSame(in _declinedContext, in context);
}
