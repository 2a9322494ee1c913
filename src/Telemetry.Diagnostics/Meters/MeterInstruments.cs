using System.Diagnostics.Metrics;
using Telemetry.Polling;

namespace Telemetry.Diagnostics;

/// <summary>The instruments of the meters with one name, from the time when the source is listened to until it is not. Each event has a
/// listener of its own, which exists while the event has handlers; this one learns which events there are.</summary>
internal sealed class MeterInstruments : IDisposable
{
    private static readonly TimeSpan s_shortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly Dictionary<TelemetryEvent, InstrumentEvent> _events = [];
    private readonly SourceFeed _feed;
    private readonly MeterListener _discovery = new();
    private Poll? _poll;
    private bool _isDisposed;

    internal MeterInstruments(SourceFeed feed)
    {
        _feed = feed;
        _discovery.InstrumentPublished = (instrument, _) => OnPublished(instrument);
    }

    internal void Start() => _discovery.Start();

    public void Dispose()
    {
        InstrumentEvent[] events;
        Poll? poll;
        lock (_gate)
        {
            _isDisposed = true;
            events = [.. _events.Values];
            poll = _poll;
        }

        _discovery.Dispose();

        // Not waited for: it may be the poll whose handler caused this, or wait for the lock under which this is called.
        _ = poll?.RemoveAsync(s_grace);
        foreach (InstrumentEvent one in events)
        {
            one.Dispose();
        }
    }

    // Called on the thread of the library that creates the instrument.
    private void OnPublished(Instrument instrument)
    {
        try
        {
            if (_feed.IsSource(instrument.Meter.Name) && !OwnSignals.IsOwn(instrument.Meter))
            {
                EventOf(instrument)?.OnPublished(instrument);
            }
        }
        catch (Exception e)
        {
            _feed.Counts.Count(
                SourceProblem.EmitFailed, $"An instrument of the source '{_feed.SourceName}' is not listened to: {e.GetType().FullName}.");
        }
    }

    private InstrumentEvent? EventOf(Instrument instrument)
    {
        TelemetryEvent target = _feed.Events.Get(instrument.Name);
        lock (_gate)
        {
            if (_isDisposed)
            {
                return null;
            }

            if (!_events.TryGetValue(target, out InstrumentEvent? known))
            {
                known = new InstrumentEvent(_feed, target, StartPoll);
                _events.Add(target, known);
            }

            return known;
        }
    }

    /// <summary>Starts the poll that reads observable instruments, with the first one that is listened to.</summary>
    private void StartPoll()
    {
        lock (_gate)
        {
            if (_isDisposed || _poll is not null)
            {
                return;
            }

            string name = $"meter {SourceNames.ToSegments(_feed.SourceName)}";
            TimeSpan interval = _feed.Options.Interval;
            _poll = new Poller(_feed.Dispatcher, name).Add(
                name,
                _ => ReadAll(),
                new PollOptions { Interval = interval < s_shortestInterval ? s_shortestInterval : interval });
        }
    }

    private void ReadAll()
    {
        InstrumentEvent[] events;
        lock (_gate)
        {
            events = [.. _events.Values];
        }

        foreach (InstrumentEvent one in events)
        {
            one.Read();
        }
    }
}
