namespace Telemetry.Logging;

/// <summary>
/// A log of events: a file with a line for each event, in the order in which they were emitted on each thread. Lines are made on the
/// thread that emits, and appended in batches by a thread of the log, within some tens of milliseconds.
/// </summary>
/// <remarks>
/// <para>No line is lost without a word. While the destination fails, for example as the disk is full, lines wait in memory
/// (<see cref="TelemetryLogOptions.MaxMemory"/>), and are written in order when it works again; no part of a line remains. Where the
/// memory is full, lines are dropped, counted (<see cref="Dropped"/>) and mentioned in the log itself, by the event
/// <c>telemetry.log.drop</c>. Where events are emitted faster than the disk can take them, emits wait.</para>
/// <para>Several logs and several processes can append to the same file, each with rotation. At each end of the process that
/// <see cref="ProcessEnd"/> recognises, lines that wait are written, after the events that are queued for buffered handlers.</para>
/// <para>Safe to use from any thread.</para>
/// </remarks>
/// <example><code>
/// {"time":"2026-03-01T12:30:15.2500000Z","name":"job.stop","pid":4711,"measurements":{"duration_ms":12.5},"metadata":{"a":"b"}}
/// </code></example>
public sealed partial class TelemetryLog : IDisposable
{
    // A thread that made a longer line releases the memory for it.
    private const int KeptMemory = 64 * 1024;

    private static readonly EventName s_drop = EventName.Parse("telemetry.log.drop");

    [ThreadStatic]
    private static ByteBuffer? t_line;

    private readonly EventPattern[] _events;
    private readonly EventCondition[] _where;
    private readonly EventCondition[] _whereNot;
    private readonly LineSyntax _syntax;
    private readonly LineQueue _queue;
    private readonly LogFile _file;
    private readonly LogWriter _writer;
    private readonly string? _requestedName;
    private readonly bool _replaces;
    private readonly object _gate = new();
    private LogStatus _status = new();
    private string? _name;

    // The log that replaced this one.
    private volatile TelemetryLog? _successor;

    /// <summary>Creates a log, which is not started.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="LogException">An option is not valid, or the folder of the file does not exist.</exception>
    public TelemetryLog(TelemetryLogOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        LogRules.Check(options);
        _events = LogRules.EventsOf(options);
        _where = [.. options.Where ?? []];
        _whereNot = [.. options.WhereNot ?? []];
        _syntax = LogRules.SyntaxOf(options);
        Path = LogRules.PathOf(options);
        Dispatcher = options.Dispatcher ?? TelemetryDispatcher.Default;
        MaxMemory = options.MaxMemory;
        _requestedName = options.Name?.Trim();
        _replaces = options.Replaces;
        _queue = new LineQueue(options.MaxMemory);
        _file = new LogFile(Path, options.MaxSize, options.Daily, options.Keep, options.UsesLocalTime);
        _writer = new LogWriter(_queue, _file, OnFailed, OnWritten);
    }

    /// <summary>Occurs when there is something to tell the user. An exception of a subscriber is ignored. Raised on the thread of the
    /// log, or on a thread that emits.</summary>
    public event EventHandler<LogNotice>? Noticed;

    /// <summary>The name; before the start, the one that was asked for, or empty.</summary>
    public string Name => Volatile.Read(ref _name) ?? _requestedName ?? string.Empty;

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>The dispatcher whose events are logged.</summary>
    public TelemetryDispatcher Dispatcher { get; }

    /// <summary>The names and patterns of the events.</summary>
    public IReadOnlyList<EventPattern> Events => _events;

    /// <summary>The memory in bytes for lines that wait.</summary>
    public long MaxMemory { get; }

    /// <summary>The state.</summary>
    public TelemetryLogState State => Status.State;

    /// <summary>The number of lines that were written.</summary>
    public long Written => _queue.Written;

    /// <summary>The number of lines that wait to be written.</summary>
    public long Waiting => _queue.Waiting;

    /// <summary>The number of lines that were dropped, as there was no memory for them, or as they could not be written before the
    /// log was stopped.</summary>
    public long Dropped => _queue.Dropped;

    /// <summary>The number of bytes that were written.</summary>
    public long Bytes => _queue.BytesWritten;

    /// <summary>The number of times that this log rotated the file.</summary>
    public long Rotations => _file.Rotations;

    /// <summary>The reason for the last failure; null if there was none. It remains after lines were written again.</summary>
    public string? LastError => Status.LastError;

    /// <summary>The time of the last failure, in UTC; null if there was none.</summary>
    public DateTime? LastErrorTime => Status.LastErrorTime;

    private LogStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    /// <summary>Returns the logs of the process that are started, by name.</summary>
    public static IReadOnlyList<TelemetryLog> List() => LogList.List();

    /// <summary>Creates a log and starts it.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="LogException">An option is not valid, the file cannot be opened, or the name is taken.</exception>
    public static TelemetryLog Start(TelemetryLogOptions options)
    {
        var log = new TelemetryLog(options);
        log.Start();
        return log;
    }

    private void OnEvent(in EventData data, object? config)
    {
        ByteBuffer buffer = t_line ?? new ByteBuffer();

        // Taken, as the objects in an event may emit another one.
        t_line = null;
        bool isClosed;
        try
        {
            _syntax.Write(buffer, data, DateTime.UtcNow);
            if (!_queue.Add(buffer.Written.AsSpan(), mayWait: !_writer.IsHere, DescribeDrop, out isClosed) && !isClosed)
            {
                OnDropped();
            }
        }
        finally
        {
            buffer.Shrink(KeptMemory);
            t_line = buffer;
        }

        if (isClosed)
        {
            PassOn(data);
        }
    }

    // The emit began before this log was replaced or stopped.
    private void PassOn(in EventData data)
    {
        if (_successor is { } next)
        {
            next.OnEvent(data, config: null);
        }
        else
        {
            _queue.CountDropped();
        }
    }

    private ArraySegment<byte> DescribeDrop(long lines)
    {
        var buffer = new ByteBuffer();
        _syntax.Write(buffer, new EventData(s_drop, [new("lines", lines)], [new("log", Name)]), DateTime.UtcNow);
        return buffer.Written;
    }
}
