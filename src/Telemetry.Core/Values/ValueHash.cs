namespace Telemetry;

/// <summary>The hash codes of values: equal ones have equal codes, and none is boxed or rounded for it.</summary>
internal static class ValueHash
{
    internal static int Of(MetadataValueKind kind, long bits) => unchecked(((int)kind * 397) ^ (int)bits ^ (int)(bits >> 32));

    /// <summary>The bits of a number, the same for numbers that are equal: both zeros, and all that are not a number.</summary>
    internal static long BitsOf(double number) => number == 0 ? 0 : BitConverter.DoubleToInt64Bits(double.IsNaN(number) ? double.NaN : number);
}
