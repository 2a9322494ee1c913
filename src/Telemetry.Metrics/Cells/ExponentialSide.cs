namespace Telemetry.Metrics;

/// <summary>The counts of exponential buckets for the values of one sign: at most <see cref="MaxBuckets"/>, from the lowest index
/// to the highest that has a value.</summary>
internal struct ExponentialSide
{
    internal const int MaxBuckets = 320;

    private const int FirstCapacity = 8;

    // Bucket i is at i modulo the length, a power of two. Null if there are no values.
    private long[]? _counts;
    private int _low;
    private int _high;

    internal readonly bool IsEmpty => _counts is null;

    /// <summary>Returns by how many scales the buckets have to become coarser, so that there is one with an index.</summary>
    internal readonly int ShiftFor(int index) => IsEmpty ? 0 : ShiftFor(Math.Min(_low, index), Math.Max(_high, index));

    /// <summary>Returns the same for all buckets of another side, which is of the same scale.</summary>
    internal readonly int ShiftFor(in ExponentialSide other) =>
        IsEmpty || other.IsEmpty ? 0 : ShiftFor(Math.Min(_low, other._low), Math.Max(_high, other._high));

    /// <summary>Adds to the count of a bucket, for which there is room.</summary>
    internal void Add(int index, long count)
    {
        if (_counts is null)
        {
            _counts = new long[FirstCapacity];
            _low = _high = index;
        }
        else if (index < _low || index > _high)
        {
            Extend(Math.Min(_low, index), Math.Max(_high, index));
        }

        _counts[index & (_counts.Length - 1)] += count;
    }

    /// <summary>Adds all counts of another side, whose scale is finer by a shift.</summary>
    internal void Add(in ExponentialSide other, int shift)
    {
        for (int i = other._low; !other.IsEmpty && i <= other._high; i++)
        {
            long count = other[i];
            if (count != 0)
            {
                Add(i >> shift, count);
            }
        }
    }

    /// <summary>Merges each <c>2^shift</c> buckets into one.</summary>
    internal void Coarsen(int shift)
    {
        if (shift > 0 && !IsEmpty)
        {
            var coarse = default(ExponentialSide);
            coarse.Add(in this, shift);
            this = coarse;
        }
    }

    /// <summary>Returns the counts from the lowest index to the highest.</summary>
    internal readonly long[] Copy(out int offset)
    {
        offset = _low;
        long[] counts = IsEmpty ? [] : new long[_high - _low + 1];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = this[_low + i];
        }

        return counts;
    }

    private readonly long this[int index] => _counts![index & (_counts.Length - 1)];

    private static int ShiftFor(int low, int high)
    {
        int shift = 0;
        while ((long)(high >> shift) - (low >> shift) >= MaxBuckets)
        {
            shift++;
        }

        return shift;
    }

    private void Extend(int low, int high)
    {
        int capacity = _counts!.Length;
        while (capacity < high - low + 1)
        {
            capacity *= 2;
        }

        if (capacity > _counts.Length)
        {
            long[] larger = new long[capacity];
            for (int i = _low; i <= _high; i++)
            {
                larger[i & (capacity - 1)] = this[i];
            }

            _counts = larger;
        }

        _low = low;
        _high = high;
    }
}
