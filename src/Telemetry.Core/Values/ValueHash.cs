namespace Telemetry;

/// <summary>Computes the hash codes of values, equal for equal values, without boxing or rounding them.</summary>
internal static class ValueHash
{
    internal static int Of(MetadataValueKind kind, long bits) => unchecked(((int)kind * 397) ^ (int)bits ^ (int)(bits >> 32));

    /// <summary>Returns the bits of a number, the same for equal numbers: for both zeros, and for all NaNs.</summary>
    internal static long BitsOf(double number) =>
        number == 0 ? 0 : BitConverter.DoubleToInt64Bits(double.IsNaN(number) ? double.NaN : number);
}
