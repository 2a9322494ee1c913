namespace Telemetry.Commands;

/// <summary>Reads the constant value of a metric.</summary>
internal static class MetricNumbers
{
    /// <exception cref="InvalidMetricException">The value is not a number.</exception>
    internal static double Read(object value) =>
        MeasurementValue.TryFrom(value, out MeasurementValue measurement) && measurement.TryGetDouble(out double number)
            ? number
            : throw InvalidMetricException.Value(value);
}
