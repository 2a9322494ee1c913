using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>Recognises the beginning of a collection. A listener reads one observable instrument after the other, and tells nobody
/// when it begins; an instrument that is read for the second time belongs to the next collection.</summary>
/// <param name="registry">The registry, whose <see cref="MetricRegistry.Collecting"/> is raised.</param>
internal sealed class CollectionStart(MetricRegistry registry)
{
    private readonly object _gate = new();
    private long _collection;

    /// <summary>Notes that an instrument is about to be read, and raises the event if a collection begins by it.</summary>
    /// <param name="last">The collection in which the instrument was read last; 0 for none.</param>
    internal void Note(ref long last)
    {
        bool begins;
        lock (_gate)
        {
            begins = last == _collection;
            _collection += begins ? 1 : 0;
            last = _collection;
        }

        if (begins)
        {
            registry.Collect(static _ => false);
        }
    }
}
