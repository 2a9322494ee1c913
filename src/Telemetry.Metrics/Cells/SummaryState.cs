namespace Telemetry.Metrics;

/// <summary>The values of a summary: their number and sum, the lowest and the highest, and their counts in exponential buckets,
/// which become coarser as the range of the values grows.</summary>
internal struct SummaryState : ICellState<SummaryState>
{
    private SumState _sum;
    private double _minimum;
    private double _maximum;
    private long _zeros;

    // Subtracted from the finest scale, so that the default value has that one.
    private int _coarsened;
    private ExponentialSide _positive;
    private ExponentialSide _negative;
    private bool _hasRange;

    public readonly bool CanBeStriped => true;

    public readonly long Count => _sum.Count;

    private readonly int Scale => ExponentialScale.Finest - _coarsened;

    public void Record(in RecordedNumber number, double[] bounds)
    {
        double value = number.Double;
        if (value > 0)
        {
            CountIn(ref _positive, value);
        }
        else if (value < 0)
        {
            CountIn(ref _negative, -value);
        }
        else
        {
            _zeros++;
        }

        IncludeInRange(value, value);
        _sum.Record(in number, bounds);
    }

    public void Add(in SummaryState other, double[] bounds)
    {
        _sum.Add(in other._sum, bounds);
        _zeros += other._zeros;
        if (other._hasRange)
        {
            IncludeInRange(other._minimum, other._maximum);
        }

        Merge(other._positive, other._negative, other.Scale);
    }

    public void Add(SeriesReading reading, double[] bounds)
    {
        _sum.Add(reading, bounds);
        if (reading.Exponential is { } values)
        {
            _zeros += values.ZeroCount;
            if (values is { Minimum: { } minimum, Maximum: { } maximum })
            {
                IncludeInRange(minimum, maximum);
            }

            Merge(
                SideOf(values.PositiveCounts, values.PositiveOffset),
                SideOf(values.NegativeCounts, values.NegativeOffset),
                values.Scale);
        }
    }

    public readonly SeriesReading Read(string[] tagValues, DateTime started, double[] bounds)
    {
        long[] positive = _positive.Copy(out int positiveOffset);
        long[] negative = _negative.Copy(out int negativeOffset);
        return new()
        {
            TagValues = tagValues,
            Started = started,
            Count = Count,
            Value = _sum.Value,
            Exponential = new ExponentialReading
            {
                Scale = Scale,
                ZeroCount = _zeros,
                PositiveCounts = positive,
                PositiveOffset = positiveOffset,
                NegativeCounts = negative,
                NegativeOffset = negativeOffset,
                Minimum = _hasRange ? _minimum : null,
                Maximum = _hasRange ? _maximum : null,
            },
        };
    }

    private static ExponentialSide SideOf(IReadOnlyList<long> counts, int offset)
    {
        var side = default(ExponentialSide);
        for (int i = 0; i < counts.Count; i++)
        {
            if (counts[i] != 0)
            {
                side.Add(offset + i, counts[i]);
            }
        }

        return side;
    }

    private void CountIn(ref ExponentialSide side, double value)
    {
        int index = ExponentialScale.IndexOf(value, Scale);
        int shift = side.ShiftFor(index);
        if (shift > 0)
        {
            Coarsen(shift);
            index >>= shift;
        }

        side.Add(index, 1);
    }

    private void Merge(ExponentialSide positive, ExponentialSide negative, int scale)
    {
        Coarsen(Scale - scale);
        int finer = scale - Scale;
        positive.Coarsen(finer);
        negative.Coarsen(finer);
        int shift = Math.Max(_positive.ShiftFor(in positive), _negative.ShiftFor(in negative));
        Coarsen(shift);
        _positive.Add(in positive, shift);
        _negative.Add(in negative, shift);
    }

    private void Coarsen(int shift)
    {
        if (shift > 0)
        {
            _positive.Coarsen(shift);
            _negative.Coarsen(shift);
            _coarsened += shift;
        }
    }

    private void IncludeInRange(double minimum, double maximum)
    {
        _minimum = _hasRange ? Math.Min(_minimum, minimum) : minimum;
        _maximum = _hasRange ? Math.Max(_maximum, maximum) : maximum;
        _hasRange = true;
    }
}
