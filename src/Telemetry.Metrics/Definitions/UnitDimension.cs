namespace Telemetry.Metrics;

/// <summary>The quantity that a unit measures. Values are converted between the units of one quantity.</summary>
internal enum UnitDimension
{
    /// <summary>Not known: values are not converted.</summary>
    Other,

    Time,

    Data,

    Fraction,

    Temperature,
}
