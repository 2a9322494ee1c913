using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>Converts values to the type that a declaration gives them.</summary>
/// <remarks>For each value type, the compiler of the runtime leaves only the branch of that type, without boxing.</remarks>
internal static class PayloadConversion
{
    internal static bool TryConvert<T>(MeasurementValue value, [MaybeNullWhen(false)] out T result) =>
        typeof(T) == typeof(TimeSpan) ? Set(value.TryGetTimeSpan(out TimeSpan span), span, out result)
        : typeof(T) == typeof(DateTime) ? Set(value.TryGetDateTime(out DateTime time), time, out result)
        : typeof(T) == typeof(DateTimeOffset) ? Set(value.TryGetDateTimeOffset(out DateTimeOffset offset), offset, out result)
        : typeof(T) == typeof(MeasurementValue) ? Set(true, value, out result)
        : typeof(T) == typeof(double) ? Set(value.TryGetDouble(out double real), real, out result)
        : typeof(T) == typeof(float) ? Set(value.TryGetDouble(out double wide), (float)wide, out result)
        : typeof(T) == typeof(decimal) ? Set(IntegerConversion.TryGetDecimal(value, out decimal exact), exact, out result)
        : typeof(T) == typeof(ulong) ? Set(IntegerConversion.TryGetUInt64(value, out ulong number), number, out result)
        : typeof(T) == typeof(nuint) ? Set(IntegerConversion.TryGetUInt64(value, out ulong size), unchecked((nuint)size), out result)
        : TryConvertInteger(value, out result);

    internal static bool TryConvert<T>(MetadataValue value, [NotNullWhen(true)] out T? result)
    {
        if (typeof(T) == typeof(bool))
        {
            return Set(value.TryGetBoolean(out bool flag), flag, out result!);
        }

        if (typeof(T) == typeof(MetadataValue))
        {
            return Set(true, value, out result!);
        }

        if (typeof(T) == typeof(string))
        {
            bool isText = DeclaredTypes.IsOfType(DeclaredType.Text, value);
            result = isText ? (T?)(object?)value.ToCanonicalText() : default;
            return isText;
        }

        return IsScalar<T>() ? TryConvertScalar(value, out result) : TryConvertObject(value, out result);
    }

    private static bool TryConvertScalar<T>(MetadataValue value, [NotNullWhen(true)] out T? result)
    {
        result = default;
        return value.TryGetMeasurement(out MeasurementValue number) && TryConvert(number, out result!);
    }

    private static bool TryConvertObject<T>(MetadataValue value, [NotNullWhen(true)] out T? result)
    {
        if (value.ToObject() is T same)
        {
            result = same;
            return true;
        }

        object? converted = typeof(T) == typeof(char) ? TextConversion.ToChar(value)
            : typeof(T) == typeof(Guid) ? TextConversion.ToGuid(value)
            : typeof(T).IsEnum ? TextConversion.ToEnum(typeof(T), value)
            : null;
        result = converted is T parsed ? parsed : default;
        return converted is T;
    }

    private static bool TryConvertInteger<T>(MeasurementValue value, [MaybeNullWhen(false)] out T result)
    {
        bool isInteger = IntegerConversion.TryGetInt64(value, out long number);
        return typeof(T) == typeof(long) ? Set(isInteger, number, out result)
            : typeof(T) == typeof(int) ? Set(isInteger && number == (int)number, (int)number, out result)
            : typeof(T) == typeof(uint) ? Set(isInteger && number == (uint)number, (uint)number, out result)
            : typeof(T) == typeof(short) ? Set(isInteger && number == (short)number, (short)number, out result)
            : typeof(T) == typeof(ushort) ? Set(isInteger && number == (ushort)number, (ushort)number, out result)
            : typeof(T) == typeof(byte) ? Set(isInteger && number == (byte)number, (byte)number, out result)
            : typeof(T) == typeof(sbyte) ? Set(isInteger && number == (sbyte)number, (sbyte)number, out result)
            : typeof(T) == typeof(nint) ? Set(isInteger && number == (nint)number, (nint)number, out result)
            : Set(false, 0, out result);
    }

    private static bool IsScalar<T>() => typeof(T) == typeof(TimeSpan) || typeof(T) == typeof(DateTime)
        || typeof(T) == typeof(DateTimeOffset) || typeof(T) == typeof(MeasurementValue) || typeof(T) == typeof(double)
        || typeof(T) == typeof(float) || typeof(T) == typeof(decimal) || typeof(T) == typeof(ulong) || typeof(T) == typeof(nuint)
        || typeof(T) == typeof(long) || typeof(T) == typeof(int) || typeof(T) == typeof(uint) || typeof(T) == typeof(short)
        || typeof(T) == typeof(ushort) || typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(nint);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Set<TValue, T>(bool isFound, TValue value, [MaybeNullWhen(false)] out T result)
        where TValue : struct
    {
        // A value of another type than T is only passed if there is none.
        result = isFound ? (T)(object)value : default;
        return isFound;
    }
}
