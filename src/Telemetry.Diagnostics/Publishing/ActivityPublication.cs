using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The spans of a dispatcher as activities, until it is disposed. Safe to use from any thread.</summary>
/// <remarks>The publications of a dispatcher share the activities: a span that several of them publish has one activity, which ends
/// with the span whichever of them receives its end. It counts for the publication that started it, and for another one once that
/// has ended.</remarks>
public sealed class ActivityPublication : IDisposable
{
    /// <summary>The highest number of activities of a dispatcher that are open at a time. When another span starts, the oldest one is
    /// dropped.</summary>
    public const int MaxOpen = 10_000;

    private static readonly HandlerOptions s_options = new() { FailurePolicy = FailurePolicy.KeepAlways };
    private static int s_publications;

    private readonly SpanPublisher _publisher;
    private readonly HandlerRegistration _handler;

    internal ActivityPublication(TelemetryDispatcher dispatcher, EventPattern[] patterns)
    {
        Dispatcher = dispatcher;
        Patterns = patterns;
        _publisher = SpanActivities.Of(dispatcher).Add([.. patterns.Select(SpanEvent.StartPatternOf)]);
        _handler = dispatcher.AttachMany(
            $"telemetry.activities.{Interlocked.Increment(ref s_publications)}",
            patterns.SelectMany(SpanEvent.PatternsOf),
            Handle,
            _publisher,
            s_options);
    }

    /// <summary>The dispatcher.</summary>
    public TelemetryDispatcher Dispatcher { get; }

    /// <summary>The names of the published spans.</summary>
    public IReadOnlyList<EventPattern> Patterns { get; }

    /// <summary>The number of activities of this publication that are open.</summary>
    public int Open => _publisher.Open;

    /// <summary>The number of activities of this publication that were dropped: because more than <see cref="MaxOpen"/> were open,
    /// because another span with the same context started, or because they were open when the publication ended. Exporters ignore
    /// them, as they are not recorded.</summary>
    public long Dropped => _publisher.Dropped;

    /// <summary>Returns the activity of the span whose event is handled now.</summary>
    /// <param name="data">The event that was passed to the handler.</param>
    /// <returns>The activity: open, or stopped by this very event, for handlers that were attached after the publication. Null for an
    /// event without the context of a span, and for a span that has no activity.</returns>
    public Activity? FindActivity(in EventData data) => _publisher.Activities.Find(in data);

    /// <summary>Stops the open activities of the spans that this publication publishes, whichever one started them, with an error as the
    /// status, so that they are exported. The newest one is stopped first. Intended for the end of the process, when the ends of the
    /// spans will not come: an end that still comes is ignored.</summary>
    /// <param name="reason">The description of the status.</param>
    /// <returns>The number of activities that were stopped.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is null.</exception>
    public int StopOpen(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return _publisher.Activities.StopAll(_publisher, reason);
    }

    /// <summary>Ends the publication. Activities that are open are dropped, unless another publication of the dispatcher publishes their
    /// spans as well.</summary>
    public void Dispose()
    {
        _handler.Dispose();
        _publisher.Activities.Remove(_publisher);
    }

    private static void Handle(in EventData data, object? config)
    {
        var publisher = (SpanPublisher)config!;
        publisher.Activities.Handle(in data, publisher);
    }
}
