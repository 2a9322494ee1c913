namespace Telemetry.Metrics;

/// <summary>The values of one measurement in one row.</summary>
internal struct MeasuredValues
{
    private SummaryState _state;
    private double _maximum;
    private bool _areDurations;

    /// <summary>The event with the highest value.</summary>
    internal EventRecord? Highest { get; set; }

    /// <summary>Adds a value.</summary>
    /// <param name="number">The value; for a duration, in seconds.</param>
    /// <param name="isDuration">Whether the value is a duration.</param>
    /// <returns>Whether no value before was as high.</returns>
    internal bool Add(in RecordedNumber number, bool isDuration)
    {
        bool isHighest = _state.Count == 0 || number.Double > _maximum;
        if (isHighest)
        {
            _maximum = number.Double;
        }

        _areDurations |= isDuration;
        _state.Record(in number, []);
        return isHighest;
    }

    internal readonly MeasurementSummary Read(string name) =>
        new(name, _state.Read([], default, []), _areDurations, Highest);
}
