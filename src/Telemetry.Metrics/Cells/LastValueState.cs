namespace Telemetry.Metrics;

/// <summary>The most recent value. States beside one another would not know which of them is the most recent, so there is
/// one.</summary>
internal struct LastValueState : ICellState<LastValueState>
{
    private RecordedNumber _value;

    public readonly bool CanBeStriped => false;

    public long Count { get; private set; }

    public void Record(in RecordedNumber number, double[] bounds)
    {
        _value = number;
        Count++;
    }

    public void Add(in LastValueState other, double[] bounds) => this = other;

    public void Add(SeriesReading reading, double[] bounds)
    {
        // What was recorded meanwhile is more recent.
        if (Count == 0)
        {
            _value = reading.Value.TryGetInt64(out long integer) ? RecordedNumber.Of(integer)
                : reading.Value.TryGetDouble(out double number) ? RecordedNumber.Of(number)
                : default;
        }

        Count += reading.Count;
    }

    public readonly SeriesReading Read(string[] tagValues, DateTime started, double[] bounds) => new()
    {
        TagValues = tagValues,
        Started = started,
        Count = Count,
        Value = _value.ToMeasurement(),
    };
}
