namespace Telemetry.Diagnostics;

/// <summary>
/// Turns what the platform's sources report into events of a dispatcher: activities, instruments of meters, and messages of
/// diagnostic listeners. Safe to use from any thread.
/// </summary>
/// <remarks>
/// <para>A source is listened to while it is enabled and a handler or a metric matches its events. Handlers run on the thread of the
/// library that reports, inside its call; nothing that they do reaches the library.</para>
/// <para>What the work of a handler reports through the same source becomes no event, and is counted
/// (<see cref="TelemetrySource.Suppressed"/>).</para>
/// </remarks>
/// <example>
/// <code>
/// using TelemetrySource http = SourceBridge.Default.Enable("System.Net.Http");
/// TelemetryDispatcher.Default.Attach("log", "http.client.request.stop", (in data, _) => Console.WriteLine(data.ToRecord()));
/// </code>
/// </example>
public sealed class SourceBridge : IDisposable
{
    private readonly object _gate = new();
    private readonly List<TelemetrySource> _sources = [];
    private bool _isDisposed;

    /// <summary>Creates a bridge. No source is enabled.</summary>
    /// <param name="dispatcher">The dispatcher of the events.</param>
    /// <exception cref="ArgumentNullException"><paramref name="dispatcher"/> is null.</exception>
    public SourceBridge(TelemetryDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        Dispatcher = dispatcher;
    }

    /// <summary>The bridge to <see cref="TelemetryDispatcher.Default"/>, which the cmdlets use, too.</summary>
    public static SourceBridge Default { get; } = new(TelemetryDispatcher.Default);

    /// <summary>The dispatcher of the events.</summary>
    public TelemetryDispatcher Dispatcher { get; }

    /// <summary>Raised after a source was enabled or disabled, on the thread that did it and outside of locks. An exception of a
    /// handler reaches the caller.</summary>
    public event EventHandler? Changed;

    /// <summary>Enables a source: what it reports becomes events.</summary>
    /// <param name="name">The name of the source, without regard to case.</param>
    /// <param name="kind">The kind of the source; null for the first kind by which it is known, or by which it exists: an activity
    /// source, a meter, a diagnostic listener. If none exists, an activity source is awaited.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>The source. Disposing it disables it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="SourceException">There is no such source and it is not awaited, the source is enabled already, or an option
    /// is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The bridge is disposed.</exception>
    public TelemetrySource Enable(string name, SourceKind? kind = null, SourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        options ??= new SourceOptions();
        SourceChecks.ThrowIfInvalid(name, options);
        (string exactName, SourceKind exactKind) = SourceSystems.Resolve(name, kind, options.AwaitsSource);
        ISourceSystem system = SourceSystems.Of(exactKind);
        TelemetrySource source;
        lock (_gate)
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException(nameof(SourceBridge), "No source can be enabled by a disposed bridge.");
            }

            if (Find(exactName, exactKind) is not null)
            {
                throw SourceErrors.AlreadyEnabled(exactName, exactKind);
            }

            source = new(new SourceFeed(Dispatcher, exactName, exactKind, options), system, Remove);
            _sources.Add(source);
        }

        // Outside the lock: it calls back where there are handlers.
        source.Watch();
        Changed?.Invoke(this, EventArgs.Empty);
        return source;
    }

    /// <summary>Returns the sources that are enabled, in the order in which they were.</summary>
    public IReadOnlyList<TelemetrySource> List()
    {
        lock (_gate)
        {
            return [.. _sources];
        }
    }

    /// <summary>Returns the sources that are known, and those that exist in the process now, by kind and name. Listens to each kind
    /// for a moment, which changes nothing.</summary>
    public IReadOnlyList<SourceInfo> Discover() => SourceSystems.Discover(List());

    /// <summary>Disables all sources. The bridge enables none afterwards.</summary>
    public void Dispose()
    {
        TelemetrySource[] sources;
        lock (_gate)
        {
            _isDisposed = true;
            sources = [.. _sources];
        }

        foreach (TelemetrySource source in sources)
        {
            source.Dispose();
        }
    }

    private TelemetrySource? Find(string name, SourceKind kind) => _sources.Find(source =>
        source.Kind == kind && string.Equals(source.Name, name, StringComparison.OrdinalIgnoreCase));

    private void Remove(TelemetrySource source)
    {
        lock (_gate)
        {
            _sources.Remove(source);
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }
}
