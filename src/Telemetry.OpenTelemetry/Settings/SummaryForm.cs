namespace Telemetry.Otlp;

/// <summary>The kind of histogram that a summary becomes.</summary>
internal enum SummaryForm
{
    /// <summary>An exponential histogram, whose buckets follow the values.</summary>
    Exponential,

    /// <summary>A histogram with the bounds that the SDK has by default, for receivers that know no other.</summary>
    Explicit,
}
