using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Otlp;

/// <summary>The sources of a reporter, and the work to deliver their signals: opened when the reporter starts, and closed when it
/// ends.</summary>
internal sealed class OtlpSignals : IDisposable
{
    /// <summary>The name of the activity source of the published spans, with which the other names of the library begin.</summary>
    internal const string OwnSource = "Telemetry";

    private readonly OtlpSettings _settings;
    private readonly Action _ask;
    private readonly PendingItems<Activity> _spans;
    private readonly PendingItems<LogEntry> _logs;
    private readonly SpanFilter _filter;
    private InstrumentPublication? _instruments;
    private ActivityPublication? _activities;
    private LogFeed? _feed;
    private SourceFollower? _sources;
    private IOtlpEngine? _engine;
    private long _droppedSpans;

    /// <param name="settings">The settings.</param>
    /// <param name="ask">Asks for a report, as a batch is full.</param>
    internal OtlpSignals(OtlpSettings settings, Action ask)
    {
        _settings = settings;
        _ask = ask;
        _spans = new PendingItems<Activity>(settings.SpanQueue.Limit);
        _logs = new PendingItems<LogEntry>(settings.LogQueue.Limit);
        _filter = new SpanFilter(settings.Spans, OwnSource, SourceBridge.Default);
    }

    /// <summary>The work of the signals that are reported; none before the start.</summary>
    internal IReadOnlyList<SignalWork> All { get; private set; } = [];

    /// <summary>Whether there are signals that do not wait for the interval.</summary>
    internal bool HasQueues => _settings.Destinations.Keys.Any(signal => signal != Signal.Metrics);

    /// <summary>The numbers of spans and log records that wait.</summary>
    internal (int Spans, int Logs) Waiting => (_spans.Count, _logs.Count);

    /// <summary>Opens everything. If it fails, nothing stays open.</summary>
    /// <exception cref="ReporterException">It cannot be opened.</exception>
    internal void Start(
        MetricRegistry registry, TimeSpan interval, Func<InstrumentPublication, EngineOptions> options, InstrumentOptions instruments)
    {
        try
        {
            _instruments = registry.PublishInstruments(instruments);
            _engine = CreateEngine(options(_instruments));
            if (_settings.Destinations.ContainsKey(Signal.Traces))
            {
                if (TraceParent.Default == default)
                {
                    TraceParent.Default = TraceParent.FromEnvironment();
                }

                _activities = registry.Dispatcher.PublishActivities([.. _settings.Spans.Select(pattern => pattern.ToString())]);
                _sources = new SourceFollower(SourceBridge.Default, _engine.Listen);
            }

            if (_settings.Destinations.ContainsKey(Signal.Logs))
            {
                _feed = new LogFeed(registry.Dispatcher, _settings.Events, _activities, AddLog);
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        All = [.. _settings.Destinations.Select(item => WorkOf(item.Key, item.Value, interval, () => registry.List().Count > 0, _engine))];
    }

    /// <summary>Adds an activity that has stopped. Called on the thread that stops it.</summary>
    internal void AddStopped(Activity activity)
    {
        if (_filter.Accepts(activity) && _spans.Add(activity) >= _settings.SpanQueue.Batch)
        {
            _ask();
        }
    }

    /// <summary>Returns how many items of a signal wait at most.</summary>
    internal int LimitOf(Signal signal) => signal == Signal.Traces ? _settings.SpanQueue.Limit : _settings.LogQueue.Limit;

    /// <summary>Stops the spans that are open, so that they are reported.</summary>
    internal void StopOpenSpans(string reason) => _activities?.StopOpen(reason);

    /// <summary>Returns the number of spans that were dropped since the last call before they stopped.</summary>
    internal long TakeDroppedSpans()
    {
        long all = _activities?.Dropped ?? 0;
        long dropped = all - _droppedSpans;
        _droppedSpans = all;
        return dropped;
    }

    public void Dispose()
    {
        _feed?.Dispose();
        _sources?.Dispose();
        _activities?.Dispose();
        _engine?.Dispose();
        _instruments?.Dispose();
    }

    private static IOtlpEngine CreateEngine(EngineOptions options)
    {
        try
        {
            return EngineContext.Create(options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new ReporterException(
                ReporterErrorKind.InvalidPath,
                $"A file of certificates, or of the module itself, cannot be used: {e.Message}",
                null,
                e);
        }
    }

    private void AddLog(LogEntry entry)
    {
        if (_logs.Add(entry) >= _settings.LogQueue.Batch)
        {
            _ask();
        }
    }

    private SignalWork WorkOf(
        Signal signal, Destination destination, TimeSpan interval, Func<bool> hasMetrics, IOtlpEngine engine) => signal switch
    {
        Signal.Metrics => new MetricWork(destination, interval, hasMetrics, _settings.IsDelta, engine.DeliverMetrics),
        Signal.Traces => new QueueWork<Activity>(signal, destination, _spans, _settings.SpanQueue.Batch, engine.DeliverSpans),
        _ => new QueueWork<LogEntry>(
            signal,
            destination,
            _logs,
            _settings.LogQueue.Batch,
            (batch, count, cancellation) => engine.DeliverLogs(new ArraySegment<LogEntry>(batch, 0, count), cancellation)),
    };
}
