#if NET
using System.Numerics;
#endif

namespace Telemetry.Metrics;

/// <summary>The number of values in each bucket, and their sum.</summary>
internal struct DistributionState : ICellState<DistributionState>
{
    // Up to here, comparing with one bound after the other is faster than halving.
    private const int SearchedInOrder = 12;

#if NET
    private const int CountedAtOnce = 48;
#endif

    private SumState _sum;
    private long[]? _counts;

    public readonly bool CanBeStriped => true;

    public readonly long Count => _sum.Count;

    public void Record(in RecordedNumber number, double[] bounds)
    {
        long[] counts = _counts ??= new long[bounds.Length + 1];
        counts[BucketOf(number.Double, bounds)]++;
        _sum.Record(in number, bounds);
    }

    public void Add(in DistributionState other, double[] bounds)
    {
        _sum.Add(in other._sum, bounds);
        Add(other._counts, bounds);
    }

    public void Add(SeriesReading reading, double[] bounds)
    {
        _sum.Add(reading, bounds);
        Add(reading.BucketCounts, bounds);
    }

    public readonly SeriesReading Read(string[] tagValues, DateTime started, double[] bounds) => new()
    {
        TagValues = tagValues,
        Started = started,
        Count = Count,
        Value = _sum.Value,

        // Only called for a sum of states, whose counts are nobody else's.
        BucketCounts = _counts ?? new long[bounds.Length + 1],
    };

    private void Add(IReadOnlyList<long>? counts, double[] bounds)
    {
        if (counts is not null)
        {
            _counts ??= new long[bounds.Length + 1];
            for (int i = 0; i < _counts.Length; i++)
            {
                _counts[i] += counts[i];
            }
        }
    }

    private static int BucketOf(double value, double[] bounds)
    {
        int low = 0;
        int high = bounds.Length;
#if NET
        // Without a branch on the value, which no processor could predict: the bounds below it are counted, several at a time.
        if (Vector.IsHardwareAccelerated && high <= CountedAtOnce)
        {
            var values = new Vector<double>(value);
            Vector<long> below = Vector<long>.Zero;
            while (high - low >= Vector<double>.Count)
            {
                below -= Vector.GreaterThan(values, new Vector<double>(bounds, low));
                low += Vector<double>.Count;
            }

            int bucket = (int)Vector.Sum(below);
            for (; low < high; low++)
            {
                bucket += value > bounds[low] ? 1 : 0;
            }

            return bucket;
        }
#endif
        while (high - low > SearchedInOrder)
        {
            int middle = (low + high) >>> 1;
            if (value <= bounds[middle])
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        while (low < high && value > bounds[low])
        {
            low++;
        }

        return low;
    }
}
