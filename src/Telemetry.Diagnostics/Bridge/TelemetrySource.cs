using System.Diagnostics;

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

    // Apart from the names of the events, which are listed once they are used.
    private readonly NameTable<string> _spanNames;

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
        _spanNames = new NameTable<string>(feed.EventNameOf, static () => { });
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

    /// <summary>Returns the name that the events of an activity of this source begin with: the name of its <c>start</c> event without
    /// that segment, such as <c>http.client.request</c>, whether or not a handler makes the activity an event.</summary>
    /// <param name="activity">The activity.</param>
    /// <returns>The name; null if this is no activity source, or the activity is of another one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="activity"/> is null.</exception>
    public string? FindSpanName(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return Kind == SourceKind.Activity && _feed.IsSource(activity.Source.Name) ? _spanNames.Get(activity.OperationName) : null;
    }

    /// <summary>Removes from an activity what the events of this source leave out by default as it may hold secrets: sets the tags with
    /// such names to null, cuts <c>http.target</c> to the path, and takes the user and the query out of addresses and the passwords
    /// out of strings of connections. <see cref="Tags"/> have no influence.</summary>
    /// <remarks>Intended for a listener that exports the activity, once it has stopped. Others that listen to the source see the change.
    /// The events of the activity, such as <c>exception</c>, cannot be changed.</remarks>
    /// <param name="activity">The activity.</param>
    /// <exception cref="ArgumentNullException"><paramref name="activity"/> is null.</exception>
    public void RemoveSecrets(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        _feed.Secrets.RemoveFrom(activity);
    }

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
