namespace Telemetry.Diagnostics;

/// <summary>
/// A source that is enabled: what it reports becomes events. Returned by <see cref="SourceBridge.Enable"/>. Safe to use from any
/// thread.
/// </summary>
/// <remarks>While no handler and no metric matches its events, the source is not listened to, and costs nothing.</remarks>
public sealed class TelemetrySource : IDisposable
{
    private readonly object _gate = new();
    private readonly SourceFeed _feed;
    private readonly ISourceSystem _system;
    private readonly ISourceListener _listener;
    private readonly Action<TelemetrySource> _removed;

    // Null until all watches exist: the first calls of their callbacks come before.
    private HandlerWatch[]? _watches;
    private bool _isListening;
    private bool _isDisposed;

    internal TelemetrySource(SourceFeed feed, ISourceSystem system, Action<TelemetrySource> removed)
    {
        _feed = feed;
        _system = system;
        _removed = removed;
        _listener = system.CreateListener(feed);
    }

    /// <summary>The name of the source.</summary>
    public string Name => _feed.SourceName;

    /// <summary>The kind of the source.</summary>
    public SourceKind Kind => _feed.Kind;

    /// <summary>The segments that precede the names of the events; null if there are none.</summary>
    public string? Prefix => string.IsNullOrEmpty(_feed.Options.Prefix) ? null : _feed.Options.Prefix;

    /// <summary>The tags that events have, with wildcards; null for all that hold no secret.</summary>
    public IReadOnlyList<string>? Tags => _feed.Options.Tags;

    /// <summary>Whether the source is listened to now: a handler or a metric matches its events. False once it is
    /// disabled.</summary>
    public bool IsListening
    {
        get
        {
            lock (_gate)
            {
                return _isListening;
            }
        }
    }

    /// <summary>Whether the source exists in the process now.</summary>
    public bool Exists => _system.FindNames().Contains(Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the events that are known of the source, and those that it gave, in order.</summary>
    public IReadOnlyList<string> EventNames => _feed.EventNames;

    /// <summary>The number of events that were emitted.</summary>
    public long Emitted => _feed.Counts.Emitted;

    /// <summary>The number of activities, measurements and messages that became no event, as they were the work of a handler of this
    /// source.</summary>
    public long Suppressed => _feed.Counts.Suppressed;

    /// <summary>The number of occurrences of each problem that occurred.</summary>
    public IReadOnlyDictionary<SourceProblem, long> Dropped => _feed.Counts.ReadProblems();

    /// <summary>A description of the last problem; null if there was none.</summary>
    public string? LastProblem => _feed.Counts.LastProblem;

    /// <summary>Disables the source. Callbacks that are running on other threads may still emit an event. Calling the method again
    /// does nothing.</summary>
    public void Dispose()
    {
        HandlerWatch[] watches;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            watches = _watches ?? [];
        }

        // Outside the lock, which the callbacks of the watches take.
        foreach (HandlerWatch watch in watches)
        {
            watch.Dispose();
        }

        Update();
        _removed(this);
    }

    /// <summary>Returns the name and the kind.</summary>
    public override string ToString() => $"{Name} ({Kind})";

    /// <summary>Begins to watch for handlers of the source's events.</summary>
    internal void Watch()
    {
        HandlerWatch[] watches = [.. _feed.Roots.Select(root => _feed.Dispatcher.WatchHandlersBelow(root, _ => Update()))];
        lock (_gate)
        {
            _watches = watches;
        }

        Update();
    }

    private void Update()
    {
        lock (_gate)
        {
            bool listens = !_isDisposed && _watches is { } watches && Array.Exists(watches, watch => watch.HasHandlers);
            if (listens == _isListening)
            {
                return;
            }

            _isListening = listens;
            if (listens)
            {
                _listener.Start();
            }
            else
            {
                _listener.Stop();
            }
        }
    }
}
