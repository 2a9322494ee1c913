using System.Collections.Concurrent;
using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The spans of a dispatcher as activities, until it is disposed. Safe to use from any thread.</summary>
public sealed class ActivityPublication : IDisposable
{
    /// <summary>The highest number of activities that are open at a time. When another span starts, the oldest one is
    /// dropped.</summary>
    public const int MaxOpen = 10_000;

    // Names may come without end; those beyond are made each time.
    private const int MaxNames = 3 * 1024;

    private const int Recent = 64;

    private static readonly HandlerOptions s_options = new() { FailurePolicy = FailurePolicy.KeepAlways };
    private static int s_publications;

    private readonly SpanActivities _activities = new(MaxOpen);
    private readonly ConcurrentDictionary<EventName, SpanEvent> _names = new();
    private readonly SpanEvent?[] _recent = new SpanEvent?[Recent];
    private readonly HandlerRegistration _handler;

    internal ActivityPublication(TelemetryDispatcher dispatcher, EventPattern[] patterns)
    {
        Dispatcher = dispatcher;
        Patterns = patterns;
        _handler = dispatcher.AttachMany(
            $"telemetry.activities.{Interlocked.Increment(ref s_publications)}",
            patterns.SelectMany(SpanEvent.PatternsOf),
            Handle,
            this,
            s_options);
    }

    /// <summary>The dispatcher.</summary>
    public TelemetryDispatcher Dispatcher { get; }

    /// <summary>The names of the published spans.</summary>
    public IReadOnlyList<EventPattern> Patterns { get; }

    /// <summary>The number of activities that are open.</summary>
    public int Open => _activities.Open;

    /// <summary>The number of activities that were dropped: because there were more than <see cref="MaxOpen"/>, because another span
    /// with the same context started, or because they were open when the publication ended. Exporters ignore them, as they are
    /// not recorded.</summary>
    public long Dropped => _activities.Dropped;

    /// <summary>Returns the activity of the span whose event is handled now.</summary>
    /// <param name="data">The event that was passed to the handler.</param>
    /// <returns>The activity: open, or stopped by this very event, for handlers that were attached after the publication. Null for an
    /// event without the context of a span, and for a span that has no activity.</returns>
    public Activity? FindActivity(in EventData data) => _activities.Find(in data);

    /// <summary>Stops the activities that are open, the newest first, with an error as the status, so that they are exported. Intended
    /// for the end of the process, when the ends of the spans will not come: an end that still comes is ignored.</summary>
    /// <param name="reason">The description of the status.</param>
    /// <returns>The number of activities that were stopped.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is null.</exception>
    public int StopOpen(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return _activities.StopAll(reason);
    }

    /// <summary>Ends the publication. Activities that are open are dropped.</summary>
    public void Dispose()
    {
        _handler.Dispose();
        _activities.DropAll();
    }

    private static void Handle(in EventData data, object? config)
    {
        var publication = (ActivityPublication)config!;
        SpanEvent span = publication.SpanOf(data.EventName);
        if (span.IsStart)
        {
            publication._activities.Start(in data, span.Name);
        }
        else
        {
            publication._activities.Stop(in data, span.IsException);
        }
    }

    private SpanEvent SpanOf(EventName name)
    {
        // A name that is emitted by a handle is always the same object.
        ref SpanEvent? recent = ref _recent[name.GetHashCode() & (Recent - 1)];
        SpanEvent? known = Volatile.Read(ref recent);
        if (known is null || !ReferenceEquals(known.EventName, name))
        {
            known = FindSpan(name);
            Volatile.Write(ref recent, known);
        }

        return known;
    }

    private SpanEvent FindSpan(EventName name)
    {
        if (_names.TryGetValue(name, out SpanEvent? known))
        {
            return known;
        }

        var span = new SpanEvent(name);
        if (_names.Count < MaxNames)
        {
            _names.TryAdd(name, span);
        }

        return span;
    }
}
