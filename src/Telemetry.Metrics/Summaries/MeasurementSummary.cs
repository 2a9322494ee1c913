namespace Telemetry.Metrics;

/// <summary>The numbers of one measurement in a row of an <see cref="EventSummary"/>. Immutable.</summary>
public sealed class MeasurementSummary
{
    private readonly SeriesReading _values;

    internal MeasurementSummary(string name, SeriesReading values, bool areDurations, EventRecord? highest)
    {
        Name = name;
        _values = values;
        AreDurations = areDurations;
        MaximumEvent = highest;
    }

    /// <summary>The key of the measurement.</summary>
    public string Name { get; }

    /// <summary>Whether values were durations (<see cref="TimeSpan"/>), so that all numbers are in seconds.</summary>
    public bool AreDurations { get; }

    /// <summary>The number of values. Events without the measurement have none.</summary>
    public long Count => _values.Count;

    /// <summary>The sum of the values: an integer if all are, and the sum fits into 64 bits.</summary>
    public MeasurementValue Sum => _values.Value;

    /// <summary>The mean of the values; null if there are none.</summary>
    public double? Mean => Count > 0 && Sum.TryGetDouble(out double sum) ? sum / Count : null;

    /// <summary>The highest value; null if there are none.</summary>
    public double? Maximum => _values.Exponential?.Maximum;

    /// <summary>The event with the highest value, the first one of several; null if there are no values.</summary>
    public EventRecord? MaximumEvent { get; }

    /// <summary>Estimates a quantile of the values, within 0.3 % of it unless the values differ by many orders of
    /// magnitude.</summary>
    /// <param name="q">The quantile, from 0 to 1: 0.95 for the value that 95 % do not exceed.</param>
    /// <returns>The quantile; null if there are no values.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> is not a number from 0 to 1.</exception>
    public double? Quantile(double q) => _values.Quantile(q);
}
