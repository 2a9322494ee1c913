using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>The metrics of a registry as instruments, until it is disposed. Safe to use from any thread.</summary>
public sealed class InstrumentPublication : IDisposable
{
    private readonly MetricRegistry _registry;
    private readonly MetricSelection _selection;
    private readonly CollectionStart _collections;

    // Used by the thread that follows the registry alone: listeners are notified meanwhile, which is no call for a lock.
    private readonly InstrumentNames _names = new();
    private readonly Dictionary<Metric, PublishedInstrument?> _published = [];
    private PublishedInstrument? _problems;
    private bool _hasProblems;

    // Read by listeners that are notified of an instrument, before it is one of all.
    private readonly ConcurrentDictionary<Meter, PublishedInstrument> _byMeter = new();

    // The changes that are not followed yet; above 0 while a thread follows them.
    private int _changes;
    private volatile bool _isDisposed;
    private volatile PublishedInstrument[] _all = [];

    internal InstrumentPublication(MetricRegistry registry, string meterName, MetricSelection selection)
    {
        _registry = registry;
        _selection = selection;
        _collections = new CollectionStart(registry);
        MeterName = meterName;
    }

    /// <summary>The name of the meter.</summary>
    public string MeterName { get; }

    /// <summary>The names of the instruments, sorted; empty after the end of the publication.</summary>
    public IReadOnlyList<string> InstrumentNames =>
        [.. _all.Select(instrument => instrument.Name).OrderBy(name => name, StringComparer.Ordinal)];

    /// <summary>Returns the definition of the metric behind an instrument of this publication. A listener may call the method when
    /// it is notified of the instrument (<see cref="MeterListener.InstrumentPublished"/>).</summary>
    /// <param name="instrument">The instrument.</param>
    /// <returns>The definition; null for the instrument of the problems, and for one that is not of this publication, or no
    /// longer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="instrument"/> is null.</exception>
    public MetricDefinition? FindDefinition(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return _byMeter.TryGetValue(instrument.Meter, out PublishedInstrument? published) ? published.Definition : null;
    }

    /// <summary>Ends the publication. When the method returns, no instrument observes anything any more.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _registry.Changed -= OnChanged;
        foreach (PublishedInstrument instrument in _all)
        {
            instrument.End();
        }

        Follow();
    }

    internal void Start()
    {
        MeterNames.Take(MeterName);
        _registry.Changed += OnChanged;
        Follow();
    }

    private void OnChanged(object? sender, EventArgs e) => Follow();

    /// <summary>Publishes what was added and ends what was removed. If another thread is at it, or this one further up, that one
    /// does it: listeners are called, who may wait for others or change metrics.</summary>
    private void Follow()
    {
        if (Interlocked.Increment(ref _changes) > 1)
        {
            return;
        }

        int seen;
        do
        {
            seen = Volatile.Read(ref _changes);
            FollowOnce();
        }
        while (Interlocked.Add(ref _changes, -seen) > 0);
    }

    private void FollowOnce()
    {
        bool hasEnded = _isDisposed || _registry.IsDisposed;
        Metric[] wanted = hasEnded ? [] : [.. _registry.List().Where(metric => _selection.IsSelected(metric.Definition))];
        foreach (Metric metric in _published.Keys.Except(wanted).ToArray())
        {
            PublishedInstrument? ended = _published[metric];
            _published.Remove(metric);
            End(ended);
        }

        foreach (Metric metric in wanted.Where(metric => !_published.ContainsKey(metric)))
        {
            _published.Add(metric, Publish(NewInstrument(metric)));
        }

        FollowProblems(hasEnded);
    }

    private void FollowProblems(bool hasEnded)
    {
        if (!hasEnded && !_hasProblems)
        {
            _hasProblems = true;
            _problems = Publish(
                new ProblemInstrument(OwnSignals.NewMeter(MeterName), _names.Take(MetricRegistry.ProblemsMetric), _registry, _selection));
        }
        else if (hasEnded && _hasProblems)
        {
            _hasProblems = false;
            End(_problems);
            _registry.Changed -= OnChanged;
            MeterNames.Return(MeterName);
        }
    }

    private PublishedInstrument NewInstrument(Metric metric)
    {
        Meter meter = OwnSignals.NewMeter(MeterName);
        string name = _names.Take(metric.Definition.Name);
        return metric.Definition.Type is MetricType.Distribution or MetricType.Summary
            ? new TappedMetric(meter, name, metric)
            : new ObservedMetric(meter, name, metric, _collections);
    }

    /// <summary>Creates an instrument; null if a listener threw when it was notified, so that it is not known who listens.</summary>
    private PublishedInstrument? Publish(PublishedInstrument instrument)
    {
        try
        {
            _byMeter[instrument.Meter] = instrument;
            instrument.Create();
            _all = [.. _all, instrument];
            if (_isDisposed)
            {
                // Meanwhile, by another thread that did not see it. This one ends all of them at the next turn.
                instrument.End();
            }

            return instrument;
        }
        catch (Exception e) when (_registry.Dispatcher.IsHandlerFailure(e))
        {
            End(instrument);
            return null;
        }
    }

    private void End(PublishedInstrument? instrument)
    {
        if (instrument is null)
        {
            return;
        }

        _all = [.. _all.Where(other => other != instrument)];
        _byMeter.TryRemove(instrument.Meter, out _);
        _names.Return(instrument.Name);
        try
        {
            instrument.Dispose();
        }
        catch (Exception e) when (_registry.Dispatcher.IsHandlerFailure(e))
        {
            // A listener threw when it was notified of the end. The instrument has ended.
        }
    }
}
