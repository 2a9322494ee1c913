namespace Telemetry.Metrics;

/// <summary>The sum of values, and their number. The sum of integers is exact while it fits into 64 bits.</summary>
internal struct SumState : ICellState<SumState>
{
    private long _integers;
    private double _fractions;
    private bool _hasFractions;

    public readonly bool CanBeStriped => true;

    public long Count { get; private set; }

    internal readonly MeasurementValue Value
    {
        get
        {
            // Not by a conditional expression, which would make a double of either.
            if (_hasFractions)
            {
                return _integers + _fractions;
            }

            return _integers;
        }
    }

    public void Record(in RecordedNumber number, double[] bounds)
    {
        if (number.IsInteger)
        {
            AddInteger(number.Integer);
        }
        else
        {
            _fractions += number.Double;
            _hasFractions = true;
        }

        Count++;
    }

    public void Add(in SumState other, double[] bounds)
    {
        AddInteger(other._integers);
        _fractions += other._fractions;
        _hasFractions |= other._hasFractions;
        Count += other.Count;
    }

    public void Add(SeriesReading reading, double[] bounds)
    {
        if (reading.Value.TryGetInt64(out long integer))
        {
            AddInteger(integer);
        }
        else if (reading.Value.TryGetDouble(out double number))
        {
            _fractions += number;
            _hasFractions = true;
        }

        Count += reading.Count;
    }

    public readonly SeriesReading Read(string[] tagValues, DateTime started, double[] bounds) =>
        new() { TagValues = tagValues, Started = started, Count = Count, Value = Value };

    private void AddInteger(long integer)
    {
        long sum = unchecked(_integers + integer);
        if (((_integers ^ sum) & (integer ^ sum)) < 0)
        {
            _fractions += integer;
            _hasFractions = true;
        }
        else
        {
            _integers = sum;
        }
    }
}
