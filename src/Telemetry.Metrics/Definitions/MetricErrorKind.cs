namespace Telemetry.Metrics;

/// <summary>The kind of an error in the definition or the use of metrics. The cmdlets use these names as error ids.</summary>
public enum MetricErrorKind
{
    /// <summary>The name, an event or the measurement of a metric is not valid.</summary>
    InvalidMetricName,

    /// <summary>The type is not one of <see cref="MetricType"/>, or an option does not apply to it.</summary>
    InvalidMetricType,

    /// <summary>A metric with the name exists.</summary>
    MetricAlreadyExists,

    /// <summary>Exported under its name, the metric could not be told apart from another one.</summary>
    MetricNameCollision,

    /// <summary>A tag, or its declared values, are not valid.</summary>
    InvalidTag,

    /// <summary>The bounds of the buckets are missing, or not finite and ascending.</summary>
    InvalidBucket,

    /// <summary>A metric that is not a distribution has buckets.</summary>
    BucketsNotAllowed,

    /// <summary>The unit is not valid, or the measurements cannot be converted to it.</summary>
    InvalidUnit,

    /// <summary>A condition is not valid.</summary>
    InvalidFilter,

    /// <summary>An option is unknown, or its value is out of range.</summary>
    UnknownMetricOption,

    /// <summary>There is no metric with the name.</summary>
    MetricNotFound,

    /// <summary>A file of definitions cannot be read.</summary>
    InvalidMetricFile,

    /// <summary>The declared values of the tags make more series than the metric may have.</summary>
    TooManyDeclaredSeries,

    /// <summary>There is no preset with the name.</summary>
    PresetNotFound,
}
