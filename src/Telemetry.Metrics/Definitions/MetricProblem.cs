namespace Telemetry.Metrics;

/// <summary>A reason why a metric recorded an event only in part, or not at all.</summary>
public enum MetricProblem
{
    /// <summary>The event has no measurement with the key of the metric; it was not recorded.</summary>
    MissingMeasurement,

    /// <summary>The measurement is infinite or not a number (NaN); it was not recorded.</summary>
    NotFinite,

    /// <summary>The value is neither a number, nor text that represents one, nor a time; it was not recorded.</summary>
    NotNumeric,

    /// <summary>The value cannot be converted to the unit of the metric, for example a time to bytes; it was not recorded.</summary>
    UnitMismatch,

    /// <summary>The value is negative, and the metric only goes up; it was not recorded.</summary>
    Negative,

    /// <summary>The filter of the metric threw an exception; the event was not recorded.</summary>
    FilterFailed,

    /// <summary>The function that reads a tag, or the text of its value, threw an exception; the event was not recorded.</summary>
    TagFailed,

    /// <summary>The function that reads the measurement threw an exception; the event was not recorded.</summary>
    ReaderFailed,

    /// <summary>A tag has no value. The event was recorded with an empty one, unless the metric skips such events
    /// (<see cref="MetricDefinition.SkipMissingTag"/>).</summary>
    MissingTag,

    /// <summary>The metric has as many series as it may have. The event was recorded in the series whose tags are all
    /// <c>(other)</c>.</summary>
    TooManySeries,
}
