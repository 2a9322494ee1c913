namespace Telemetry;

/// <summary>
/// Records the events that are emitted from its start until it is disposed, so that a test can inspect them. Safe to use from any
/// thread, and with any test framework.
/// </summary>
/// <remarks>All records are kept in memory, and can be read after the recorder is disposed. None is added then, not even by an
/// emit that had started before.</remarks>
/// <example>
/// <code>
/// using var recorder = EventRecorder.StartLocal(TelemetryDispatcher.Default, "job.*");
///
/// Backup.Start();
///
/// EventRecord done = await recorder.WaitForAsync("job.backup.stop");
/// Assert.Equal(3, done.Measurements["files"]);
/// recorder.AssertOrder("job.backup.start", "job.file.stop", "job.backup.stop");
/// </code>
/// </example>
public sealed partial class EventRecorder : IDisposable
{
    // Marks the flow of control. The recorder itself would be kept alive, with its records, by a task that it is recording and
    // that never ends.
    private static readonly object s_mark = new();
    private static int s_lastNumber;

    private readonly RecordedEvents _events = new();
    private readonly EventPattern[] _patterns;
    private readonly HandlerRegistration _registration;
    private readonly AsyncLocal<object?>? _flow;

    private EventRecorder(TelemetryDispatcher dispatcher, string[] patterns, bool isLocal)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        ArgumentNullException.ThrowIfNull(patterns);
        _patterns = [.. (patterns.Length == 0 ? ["*"] : patterns).Select(EventPattern.Parse)];
        _flow = isLocal ? new() : null;
        _registration = Attach(dispatcher);
        if (_flow is not null)
        {
            _flow.Value = s_mark;
        }
    }

    /// <summary>The id of the recorder's handler, unique in the process: <c>event-recorder-3</c>.</summary>
    public string HandlerId => _registration.Id;

    /// <summary>A snapshot of the events recorded so far, in their order.</summary>
    public IReadOnlyList<EventRecord> Records => _events.ToArray();

    /// <summary>The number of events recorded so far.</summary>
    public int Count => _events.Count;

    /// <summary>Starts a recorder for events of all emitters in the process.</summary>
    /// <param name="dispatcher">The dispatcher of the events.</param>
    /// <param name="patterns">The names of the events, or patterns (<see cref="EventPattern"/>) such as <c>job.*</c>; none for
    /// all events except the library's own.</param>
    /// <returns>The recorder; disposing it ends the recording.</returns>
    /// <exception cref="ArgumentNullException">The dispatcher, the patterns or one of them is null.</exception>
    /// <exception cref="FormatException">One of the patterns is not valid.</exception>
    public static EventRecorder Start(TelemetryDispatcher dispatcher, params string[] patterns) =>
        new(dispatcher, patterns, isLocal: false);

    /// <summary>Starts a recorder for events of the current flow of control: those emitted by the caller of this method, and by
    /// the code that it calls, awaits or starts, even on other threads. Tests that run in parallel, and emit through one
    /// dispatcher, do not record each other's events.</summary>
    /// <remarks>The flow of control is that of <see cref="AsyncLocal{T}"/>. It extends to tasks, threads and timers that are
    /// started while the recorder runs, but not to earlier ones, such as a worker that takes its work from a queue. If the
    /// recorder is started in an <c>async</c> method, the flow ends with that method.</remarks>
    /// <inheritdoc cref="Start"/>
    public static EventRecorder StartLocal(TelemetryDispatcher dispatcher, params string[] patterns) =>
        new(dispatcher, patterns, isLocal: true);

    /// <summary>Returns a snapshot of the events recorded so far that match a pattern, in their order.</summary>
    /// <param name="pattern">The name of the events, or a pattern such as <c>job.*</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="pattern"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="pattern"/> is not valid.</exception>
    public IReadOnlyList<EventRecord> Named(string pattern)
    {
        var parsed = EventPattern.Parse(pattern);
        return [.. Records.Where(record => parsed.IsMatch(record.EventName))];
    }

    /// <summary>Removes the events recorded so far. The recording continues.</summary>
    public void Clear() => _events.Clear();

    /// <summary>Ends the recording, and the waits for events that were not recorded. Calling the method again does nothing.</summary>
    public void Dispose()
    {
        _events.Close();
        _registration.Dispose();
        if (_flow is not null)
        {
            _flow.Value = null;
        }
    }

    /// <summary>Returns the id and the number of events recorded so far.</summary>
    public override string ToString() => $"{HandlerId} ({Count} events)";

    private HandlerRegistration Attach(TelemetryDispatcher dispatcher)
    {
        var options = new HandlerOptions { Filter = _flow is null ? null : IsInFlow };
        HandlerRegistration? registration;
        while (!dispatcher.TryAttachMany(NextId(), _patterns, Record, null, options, out registration))
        {
            // The id is taken, so that the next one is tried.
        }

        return registration;
    }

    private static string NextId() => FormattableString.Invariant($"event-recorder-{Interlocked.Increment(ref s_lastNumber)}");

    private bool IsInFlow(in EventData data, object? config)
    {
        bool isInFlow = _flow!.Value is not null;
        if (!isInFlow)
        {
            _events.CountOther(data.EventName);
        }

        return isInFlow;
    }

    private void Record(in EventData data, object? config) => _events.Add(in data);
}
