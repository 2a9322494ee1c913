using System.Diagnostics.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>The instrument of a metric, with a meter of its own, as an instrument ends with its meter.</summary>
internal abstract class PublishedInstrument(Meter meter, string name) : IDisposable
{
    private volatile bool _hasEnded;

    /// <summary>The name of the instrument.</summary>
    internal string Name => name;

    /// <summary>Whether the instrument observes nothing any more.</summary>
    protected bool HasEnded => _hasEnded;

    protected Meter Meter => meter;

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
