namespace Telemetry.Metrics;

/// <summary>A metric that sets feed.</summary>
internal interface ISetTarget
{
    /// <summary>Whether the metric was removed.</summary>
    bool IsRemoved { get; }

    /// <summary>Removes the series that earlier sets of the owner recorded, and this one, which has ended, did not.</summary>
    void RemoveUnset(PollSet set);
}
