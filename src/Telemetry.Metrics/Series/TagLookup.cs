namespace Telemetry.Metrics;

/// <summary>The series of an event, looked up once for all metrics that share a table.</summary>
internal struct TagLookup
{
    /// <summary>The series; null as long as no metric looked it up.</summary>
    internal Series? Series;

    /// <summary>Whether a tag has no value. Set by each look-up, also one that found nothing.</summary>
    internal bool IsTagMissing;
}
