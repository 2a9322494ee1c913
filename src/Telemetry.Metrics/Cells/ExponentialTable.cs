namespace Telemetry.Metrics;

/// <summary>The bounds of the exponential buckets between 1 and 2 in one scale, by which a value's bucket is found without a
/// logarithm.</summary>
internal sealed class ExponentialTable
{
    /// <summary>The finest scale that has a table.</summary>
    internal const int MaxScale = 8;

    private const int MantissaBits = 52;

    private static readonly ExponentialTable?[] s_tables = new ExponentialTable?[MaxScale + 1];

    private readonly int _shift;

    // The mantissas of the upper bounds; the last one is beyond all mantissas.
    private readonly long[] _bounds;

    // For each of as many equal parts of the range of mantissas, the bucket of its first value.
    private readonly short[] _first;

    private ExponentialTable(int scale)
    {
        int count = 1 << scale;
        _shift = MantissaBits - scale;
        _bounds = new long[count];
        for (int i = 0; i < count - 1; i++)
        {
            _bounds[i] = MantissaOf(Math.Pow(2, (i + 1.0) / count));
        }

        _bounds[count - 1] = long.MaxValue;
        _first = new short[count];
        for (int part = 1; part < count; part++)
        {
            int bucket = _first[part - 1];
            while (_bounds[bucket] < (long)part << _shift)
            {
                bucket++;
            }

            _first[part] = (short)bucket;
        }
    }

    /// <summary>Returns the table of a scale between 1 and <see cref="MaxScale"/>.</summary>
    internal static ExponentialTable Of(int scale)
    {
        // If two threads make one, they are equal.
        ExponentialTable? table = Volatile.Read(ref s_tables[scale]);
        if (table is null)
        {
            table = new ExponentialTable(scale);
            Volatile.Write(ref s_tables[scale], table);
        }

        return table;
    }

    /// <summary>Returns the bucket of a mantissa, which is not 0, among those between 1 and 2.</summary>
    internal int IndexOf(long mantissa)
    {
        int bucket = _first[(int)(mantissa >> _shift)];
        while (mantissa > _bounds[bucket])
        {
            bucket++;
        }

        return bucket;
    }

    private static long MantissaOf(double value) => BitConverter.DoubleToInt64Bits(value) & ((1L << MantissaBits) - 1);
}
