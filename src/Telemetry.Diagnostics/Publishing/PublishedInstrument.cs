using System.Diagnostics.Metrics;
using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>The instrument of a metric, with a meter of its own, as an instrument ends with its meter.</summary>
internal abstract class PublishedInstrument(Meter meter, string name) : IDisposable
{
    private volatile bool _hasEnded;

    /// <summary>The name of the instrument.</summary>
    internal string Name => name;

    /// <summary>The meter, which has this instrument alone.</summary>
    internal Meter Meter => meter;

    /// <summary>The definition of the metric; null for an instrument that belongs to no metric.</summary>
    internal virtual MetricDefinition? Definition => null;

    /// <summary>Whether the instrument observes nothing any more.</summary>
    protected bool HasEnded => _hasEnded;

    /// <summary>Creates the instrument, of which listeners are notified.</summary>
    internal abstract void Create();

    /// <summary>Makes the instrument observe nothing any more, at once and without a call of others.</summary>
    internal void End() => _hasEnded = true;

    public virtual void Dispose()
    {
        End();
        meter.Dispose();
    }
}
