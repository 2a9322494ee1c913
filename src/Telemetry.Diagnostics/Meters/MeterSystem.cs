using System.Diagnostics.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>The meters of the process, without those of this library.</summary>
internal sealed class MeterSystem : ISourceSystem
{
    public SourceKind Kind => SourceKind.Meter;

    // A meter is found by its instruments; the platform lists no others.
    public IReadOnlyCollection<string> FindNames()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using var listener = new MeterListener
        {
            // Called for each instrument that exists, on this thread, and for those that others create meanwhile.
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name is { Length: > 0 } name && !OwnSignals.IsOwn(instrument.Meter))
                {
                    lock (names)
                    {
                        names.Add(name);
                    }
                }
            },
        };
        listener.Start();
        lock (names)
        {
            return [.. names];
        }
    }

    public ISourceListener CreateListener(SourceFeed feed) => new MeterSourceListener(feed);
}
