namespace Telemetry;

/// <summary>
/// Keeps the events that are emitted from its start until it is disposed, so that a test can look at them. Safe to use from
/// any thread, and with any test framework.
/// </summary>
/// <remarks>It keeps all of them in memory, and its records can be read after it is disposed: none come in then, not even
/// from an emit that had started before.</remarks>
/// <example>
/// <code>
/// using var recorder = EventRecorder.StartLocal(TelemetryDispatcher.Default, "job.*");
///
/// await Backup.RunAsync();
///
/// EventRecord done = Assert.Single(recorder.Named("job.backup.stop"));
/// Assert.Equal(3, done.Measurements["files"]);
/// </code>
/// </example>
public sealed class EventRecorder : IDisposable
{
    // Not the recorder: a task started meanwhile that never ends would keep its records.
    private static readonly object s_mark = new();
    private static int s_lastNumber;

    private readonly object _gate = new();
    private readonly List<EventRecord> _records = [];
    private readonly HandlerRegistration _registration;
    private readonly AsyncLocal<object?>? _flow;
    private bool _isDisposed;

    private EventRecorder(TelemetryDispatcher dispatcher, string[] patterns, bool isLocal)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        ArgumentNullException.ThrowIfNull(patterns);
        EventPattern[] parsed = [.. (patterns.Length == 0 ? ["*"] : patterns).Select(EventPattern.Parse)];
        _flow = isLocal ? new() : null;
        _registration = Attach(dispatcher, parsed);
        if (_flow is not null)
        {
            _flow.Value = s_mark;
        }
    }

    /// <summary>The id of the handler by which it listens, unique in the process: <c>event-recorder-3</c>.</summary>
    public string HandlerId => _registration.Id;

    /// <summary>The events so far, in the order in which they came: a snapshot, which does not change.</summary>
    public IReadOnlyList<EventRecord> Records
    {
        get
        {
            lock (_gate)
            {
                return _records.ToArray();
            }
        }
    }

    /// <summary>How many events there are so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _records.Count;
            }
        }
    }

    /// <summary>Records events from now on, whoever emits them in the process.</summary>
    /// <param name="dispatcher">Where they are emitted.</param>
    /// <param name="patterns">Their names, or patterns (<see cref="EventPattern"/>) such as <c>job.*</c>; none for all events
    /// but the library's own.</param>
    /// <returns>The recorder; disposing it ends the recording.</returns>
    /// <exception cref="ArgumentNullException">The dispatcher, the patterns or one of them is null.</exception>
    /// <exception cref="FormatException">One of the patterns is not a valid one.</exception>
    public static EventRecorder Start(TelemetryDispatcher dispatcher, params string[] patterns) =>
        new(dispatcher, patterns, isLocal: false);

    /// <summary>Records events from now on that are emitted by the present flow of control: by this method's caller and what
    /// it calls, awaits or starts, be it on other threads. So tests that run in parallel, and emit through one dispatcher, do
    /// not see each other's events.</summary>
    /// <remarks>The flow is the one of <see cref="AsyncLocal{T}"/>. It goes into tasks, threads and timers that are started
    /// while the recorder runs, and not into those that were there before, such as a worker that takes its work from a queue.
    /// Started in an <c>async</c> method, it ends with that method.</remarks>
    /// <inheritdoc cref="Start"/>
    public static EventRecorder StartLocal(TelemetryDispatcher dispatcher, params string[] patterns) =>
        new(dispatcher, patterns, isLocal: true);

    /// <summary>The events so far of some names, in the order in which they came: a snapshot, which does not change.</summary>
    /// <param name="pattern">The name of the events, or a pattern such as <c>job.*</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="pattern"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="pattern"/> is not a valid one.</exception>
    public IReadOnlyList<EventRecord> Named(string pattern)
    {
        var parsed = EventPattern.Parse(pattern);
        return [.. Records.Where(record => parsed.IsMatch(record.EventName))];
    }

    /// <summary>Forgets the events so far, and goes on.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _records.Clear();
        }
    }

    /// <summary>Ends the recording. Calling it again does nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        _registration.Dispose();
        if (_flow is not null)
        {
            _flow.Value = null;
        }
    }

    /// <summary>The id, and how many events there are so far.</summary>
    public override string ToString() => $"{HandlerId} ({Count} events)";

    private HandlerRegistration Attach(TelemetryDispatcher dispatcher, EventPattern[] patterns)
    {
        var options = new HandlerOptions { Filter = _flow is null ? null : IsInFlow };
        HandlerRegistration? registration;
        while (!dispatcher.TryAttachMany(NextId(), patterns, Record, null, options, out registration))
        {
            // Someone has a handler of that name.
        }

        return registration;
    }

    private static string NextId() => FormattableString.Invariant($"event-recorder-{Interlocked.Increment(ref s_lastNumber)}");

    private bool IsInFlow(in EventData data, object? config) => _flow!.Value is not null;

    private void Record(in EventData data, object? config)
    {
        // The time is taken under the lock as well, so that it goes with the order.
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _records.Add(data.ToRecord());
            }
        }
    }
}
