using System.Diagnostics.Metrics;
using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>The event of one instrument, or of several that have the same name. Its instruments are listened to while it has
/// handlers.</summary>
/// <param name="feed">The source.</param>
/// <param name="target">The event.</param>
/// <param name="startPoll">Called when an observable instrument is listened to.</param>
internal sealed class InstrumentEvent(SourceFeed feed, TelemetryEvent target, Action startPoll) : IDisposable
{
    private readonly object _gate = new();
    private HandlerWatch? _watch;
    private MeterListener? _listener;
    private bool _isWatching;
    private bool _isDisposed;

    // Whether an observable instrument was listened to, so that the event has sets.
    private volatile bool _isObserved;

    /// <summary>Notes an instrument. It is listened to now, or when the event gets a handler.</summary>
    internal void OnPublished(Instrument instrument)
    {
        MeterListener? listener;
        lock (_gate)
        {
            listener = _listener;
            if (_isWatching || _isDisposed)
            {
                if (listener is not null)
                {
                    Enable(instrument, listener);
                }

                return;
            }

            _isWatching = true;
        }

        // Outside the lock: it calls back if there are handlers.
        HandlerWatch watch = feed.Dispatcher.WatchHandlers(target.EventName, _ => Update());
        bool isLate;
        lock (_gate)
        {
            isLate = _isDisposed;
            _watch = watch;
        }

        if (isLate)
        {
            watch.Dispose();
        }
        else
        {
            Update();
        }
    }

    /// <summary>Reads the observable instruments. What they do not report is gone from metrics that are made for polls.</summary>
    internal void Read()
    {
        if (!_isObserved || Volatile.Read(ref _listener) is not { } listener)
        {
            return;
        }

        IReadOnlyList<MetricRegistry> registries = MetricRegistry.ListAll(feed.Dispatcher);
        foreach (MetricRegistry registry in registries)
        {
            registry.BeginSet(this);
        }

        bool isComplete = ReadGuarded(listener);
        foreach (MetricRegistry registry in registries)
        {
            registry.EndSet(this, isComplete);
        }

        if (Volatile.Read(ref _isDisposed))
        {
            EmptySets();
        }
    }

    public void Dispose()
    {
        HandlerWatch? watch;
        lock (_gate)
        {
            _isDisposed = true;
            watch = _watch;
        }

        // Outside the lock, which its callback takes.
        watch?.Dispose();
        Update();
        if (_isObserved)
        {
            EmptySets();
        }
    }

    private void Update()
    {
        lock (_gate)
        {
            bool listens = !_isDisposed && _watch is { HasHandlers: true };
            if (listens && _listener is null)
            {
                MeterListener listener = NewListener();
                _listener = listener;

                // Under the lock, as another thread might stop it before. The platform calls nobody but this object.
                listener.Start();
            }
            else if (!listens && _listener is not null)
            {
                _listener.Dispose();
                _listener = null;
            }
        }
    }

    private MeterListener NewListener()
    {
        var listener = new MeterListener { InstrumentPublished = OnFound };
        listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => ((InstrumentEvent)state!).Emit(value, tags));
        listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => ((InstrumentEvent)state!).Emit(value, tags));
        listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((InstrumentEvent)state!).Emit(value, tags));
        listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((InstrumentEvent)state!).Emit(value, tags));
        listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((InstrumentEvent)state!).Emit(value, tags));
        listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((InstrumentEvent)state!).Emit(value, tags));
        listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => ((InstrumentEvent)state!).Emit(value, tags));
        return listener;
    }

    // Called for each instrument of the process.
    private void OnFound(Instrument instrument, MeterListener listener)
    {
        try
        {
            if (feed.IsSource(instrument.Meter.Name)
                && !OwnSignals.IsOwn(instrument.Meter)
                && feed.Events.Find(instrument.Name) == target)
            {
                Enable(instrument, listener);
            }
        }
        catch (Exception e)
        {
            CountFailure(e);
        }
    }

    private void Enable(Instrument instrument, MeterListener listener)
    {
        listener.EnableMeasurementEvents(instrument, this);
        if (instrument.IsObservable)
        {
            _isObserved = true;
            startPoll();
        }
    }

    private bool ReadGuarded(MeterListener listener)
    {
        try
        {
            listener.RecordObservableInstruments();
            return true;
        }
        catch (Exception e)
        {
            // The platform goes on with the others, and throws at the end.
            int failures = e is AggregateException all ? all.InnerExceptions.Count : 1;
            Type type = e is AggregateException { InnerExceptions.Count: > 0 } first ? first.InnerExceptions[0].GetType() : e.GetType();
            feed.Counts.Count(SourceProblem.ReadFailed, $"The instrument of the event '{target}' failed with {type.FullName}.", failures);
            return false;
        }
    }

    // Called on the thread of the library that measures.
    private void Emit(MeasurementValue value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            if (!target.HasHandlers)
            {
                return;
            }

            if (feed.IsSuppressed)
            {
                feed.Counts.CountSuppressed();
                return;
            }

            MeasuredTags payload = MeasuredTags.Rent(value, tags);
            feed.Emit(target, (payload, feed), static (state, e) => state.payload.AddTo(e, state.feed));
        }
        catch (Exception e)
        {
            CountFailure(e);
        }
    }

    /// <summary>Removes what the instruments reported from metrics that are made for polls.</summary>
    private void EmptySets()
    {
        foreach (MetricRegistry registry in MetricRegistry.ListAll(feed.Dispatcher))
        {
            registry.BeginSet(this);
            registry.EndSet(this, isComplete: true);
        }
    }

    private void CountFailure(Exception exception) => feed.Counts.Count(
        SourceProblem.EmitFailed, $"The event '{target}' failed with {exception.GetType().FullName}.");
}
