namespace Telemetry.Metrics;

/// <summary>Exponential buckets of base 2. Bucket <c>i</c> of scale <c>s</c> has the values above <c>2^(i / 2^s)</c>, up to
/// <c>2^((i + 1) / 2^s)</c>.</summary>
internal static class ExponentialScale
{
    /// <summary>The finest scale, in which two values that differ by a millionth have buckets of their own.</summary>
    internal const int Finest = 20;

    private const int MantissaBits = 52;
    private const int ExponentBias = 1023;
    private const long MantissaMask = (1L << MantissaBits) - 1;
    private const double SubnormalFactor = 1L << 54;

    /// <summary>Returns the index of the bucket of a positive, finite value.</summary>
    internal static int IndexOf(double value, int scale)
    {
        int exponent = 0;
        if (value < 2.2250738585072014E-308)
        {
            value *= SubnormalFactor;
            exponent = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        exponent += (int)(bits >> MantissaBits) - ExponentBias;
        long mantissa = bits & MantissaMask;

        // The upper bound of a bucket belongs to it. Powers of two are bounds in every scale, and logarithms are not exact there.
        if (mantissa == 0)
        {
            return scale >= 0 ? (exponent << scale) - 1 : (exponent - 1) >> -scale;
        }

        if (scale <= 0)
        {
            return exponent >> -scale;
        }

        if (scale <= ExponentialTable.MaxScale)
        {
            return (exponent << scale) + ExponentialTable.Of(scale).IndexOf(mantissa);
        }

        double fraction = BitConverter.Int64BitsToDouble(mantissa | ((long)ExponentBias << MantissaBits));
        int within = (int)Math.Ceiling(Log2(fraction) * (1 << scale)) - 1;
        return (exponent << scale) + Math.Min(Math.Max(within, 0), (1 << scale) - 1);
    }

#if NET
    private static double Log2(double value) => Math.Log2(value);
#else
    private static double Log2(double value) => Math.Log(value) * 1.4426950408889634;
#endif
}
