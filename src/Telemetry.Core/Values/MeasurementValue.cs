using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
#if NET
using System.Text.Json.Serialization;
#endif

namespace Telemetry;

/// <summary>
/// A measurement: a number, a <see cref="TimeSpan"/> or a point in time. It has 16 bytes, is never boxed on its way to a handler,
/// and is created by implicit conversion: <c>new("bytes", 512)</c>.
/// </summary>
/// <remarks>
/// <para>No conversion rounds. Integers of less than 32 bits become <see cref="int"/>, a <see cref="uint"/> becomes
/// <see cref="long"/>, a <see cref="float"/> becomes <see cref="double"/>; all other numbers and the times keep their type. A
/// point in time keeps its kind or offset.</para>
/// <para>Two measurements are equal if their kinds and values are: the <see cref="int"/> 5 is not equal to the <see cref="long"/>
/// 5. NaN equals itself, 0.0 equals -0.0, and 1.0m equals 1.00m. Points in time are equal if they show the same time and have the
/// same <see cref="DateTimeKind"/> or offset.</para>
/// <para>The default value is the integer 0. Instances are immutable and safe to use from any thread.</para>
/// </remarks>
#if NET
[JsonConverter(typeof(EventValueJsonConverter<MeasurementValue>))]
#endif
public readonly struct MeasurementValue : IEventValue, IEquatable<MeasurementValue>
{
    private const int DecimalFlags = unchecked((int)0x80FF0000);

    // The lowest byte is the kind. The other bytes of the lower half are the scale and the sign of a decimal, as in the type
    // itself. The upper half is the highest digits of a decimal, or the offset of a point in time from UTC in minutes.
    private readonly long _head;
    private readonly long _bits;

    /// <summary>Creates a measurement of a kind that needs no more than 64 bits.</summary>
    internal MeasurementValue(MetadataValueKind kind, long bits)
    {
        _head = (long)kind;
        _bits = bits;
    }

    private MeasurementValue(MetadataValueKind kind, int flags, int high, long bits)
    {
        _head = ((long)high << 32) | (uint)((int)kind | flags);
        _bits = bits;
    }

    /// <summary>The type of the measurement: <see cref="MetadataValueKind.Int32"/>, <see cref="MetadataValueKind.Int64"/>,
    /// <see cref="MetadataValueKind.UInt64"/>, <see cref="MetadataValueKind.Double"/>,
    /// <see cref="MetadataValueKind.Decimal"/>, <see cref="MetadataValueKind.TimeSpan"/>,
    /// <see cref="MetadataValueKind.DateTime"/> or <see cref="MetadataValueKind.DateTimeOffset"/>.</summary>
    public MetadataValueKind Kind => (byte)_head == 0 ? MetadataValueKind.Int32 : (MetadataValueKind)(byte)_head;

    /// <summary>The bits of a measurement of any kind except <see cref="MetadataValueKind.Decimal"/> and
    /// <see cref="MetadataValueKind.DateTimeOffset"/>, which need more.</summary>
    internal long Bits => _bits;

    private int High => (int)(_head >> 32);

    private double Double => BitConverter.Int64BitsToDouble(_bits);

    private decimal Decimal => new(
        (int)_bits, (int)(_bits >> 32), High, isNegative: (int)_head < 0, scale: (byte)(_head >> 16));

    private DateTimeOffset DateTimeOffset => new(_bits, new TimeSpan(High * TimeSpan.TicksPerMinute));

    /// <summary>Converts an integer to a measurement of the kind <see cref="MetadataValueKind.Int32"/>.</summary>
    public static implicit operator MeasurementValue(sbyte value) => (int)value;

    /// <summary>Converts an integer to a measurement of the kind <see cref="MetadataValueKind.Int32"/>.</summary>
    public static implicit operator MeasurementValue(byte value) => (int)value;

    /// <summary>Converts an integer to a measurement of the kind <see cref="MetadataValueKind.Int32"/>.</summary>
    public static implicit operator MeasurementValue(short value) => (int)value;

    /// <summary>Converts an integer to a measurement of the kind <see cref="MetadataValueKind.Int32"/>.</summary>
    public static implicit operator MeasurementValue(ushort value) => (int)value;

    /// <summary>Converts an integer to a measurement.</summary>
    public static implicit operator MeasurementValue(int value) => new(MetadataValueKind.Int32, value);

    /// <summary>Converts an integer to a measurement of the kind <see cref="MetadataValueKind.Int64"/>.</summary>
    public static implicit operator MeasurementValue(uint value) => (long)value;

    /// <summary>Converts an integer to a measurement.</summary>
    public static implicit operator MeasurementValue(long value) => new(MetadataValueKind.Int64, value);

    /// <summary>Converts an integer to a measurement.</summary>
    public static implicit operator MeasurementValue(ulong value) => new(MetadataValueKind.UInt64, (long)value);

    /// <summary>Converts a number to a measurement of the kind <see cref="MetadataValueKind.Double"/>.</summary>
    public static implicit operator MeasurementValue(float value) => (double)value;

    /// <summary>Converts a number to a measurement; NaN and the infinities are preserved.</summary>
    public static implicit operator MeasurementValue(double value) =>
        new(MetadataValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Converts a decimal number to a measurement.</summary>
    public static implicit operator MeasurementValue(decimal value)
    {
#if NET
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
#else
        int[] parts = decimal.GetBits(value);
#endif
        return new(MetadataValueKind.Decimal, parts[3] & DecimalFlags, parts[2], ((long)parts[1] << 32) | (uint)parts[0]);
    }

    /// <summary>Converts a span of time to a measurement.</summary>
    public static implicit operator MeasurementValue(TimeSpan value) => new(MetadataValueKind.TimeSpan, value.Ticks);

    /// <summary>Converts a point in time to a measurement; it keeps its <see cref="DateTimeKind"/>.</summary>
    public static implicit operator MeasurementValue(DateTime value) =>
        new(MetadataValueKind.DateTime, DateTimeBits.Of(value));

    /// <summary>Converts a point in time to a measurement; it keeps its offset.</summary>
    public static implicit operator MeasurementValue(DateTimeOffset value) =>
        new(MetadataValueKind.DateTimeOffset, 0, (int)(value.Offset.Ticks / TimeSpan.TicksPerMinute), value.Ticks);

    /// <summary>Not supported: a character is not a number. Without this operator, it would be converted to its code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("A character is not a measurement. Put it into the metadata, or convert it to a number explicitly.", error: true)]
    [SuppressMessage("Design", "CA1065", Justification = "The compiler refuses every call.")]
    public static implicit operator MeasurementValue(char value) => throw new NotSupportedException();

    /// <summary>Gets the measurement as an integer, if it is one that a <see cref="long"/> can hold.</summary>
    /// <param name="value">The integer, or 0.</param>
    /// <returns>Whether the measurement is such an integer.</returns>
    public bool TryGetInt64(out long value)
    {
        bool found = Kind is MetadataValueKind.Int32 or MetadataValueKind.Int64
            || (Kind == MetadataValueKind.UInt64 && _bits >= 0);
        value = found ? _bits : 0;
        return found;
    }

    /// <summary>Gets the measurement as an integer, if it is one that a <see cref="ulong"/> can hold.</summary>
    /// <param name="value">The integer, or 0.</param>
    /// <returns>Whether the measurement is such an integer.</returns>
    public bool TryGetUInt64(out ulong value)
    {
        bool found = Kind == MetadataValueKind.UInt64
            || (Kind is MetadataValueKind.Int32 or MetadataValueKind.Int64 && _bits >= 0);
        value = found ? (ulong)_bits : 0;
        return found;
    }

    /// <summary>Gets the measurement as a double, if it is a number of any kind. An integer beyond 2^53 and a decimal are
    /// rounded to the nearest double.</summary>
    /// <param name="value">The number, or 0.</param>
    /// <returns>Whether the measurement is a number.</returns>
    public bool TryGetDouble(out double value)
    {
        switch (Kind)
        {
            case MetadataValueKind.Double:
                value = Double;
                return true;
            case MetadataValueKind.Int32 or MetadataValueKind.Int64:
                value = _bits;
                return true;
            case MetadataValueKind.UInt64:
                value = (ulong)_bits;
                return true;
            case MetadataValueKind.Decimal:
                value = (double)Decimal;
                return true;
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>Gets the measurement as a decimal, if it is an integer or a decimal. A double is not converted: most doubles have
    /// no equal decimal.</summary>
    /// <param name="value">The number, or 0.</param>
    /// <returns>Whether the measurement is such a number.</returns>
    public bool TryGetDecimal(out decimal value)
    {
        switch (Kind)
        {
            case MetadataValueKind.Decimal:
                value = Decimal;
                return true;
            case MetadataValueKind.Int32 or MetadataValueKind.Int64:
                value = _bits;
                return true;
            case MetadataValueKind.UInt64:
                value = (ulong)_bits;
                return true;
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>Gets the span of time, if the measurement is one.</summary>
    /// <param name="value">The span of time, or zero.</param>
    /// <returns>Whether the measurement is a span of time.</returns>
    public bool TryGetTimeSpan(out TimeSpan value)
    {
        bool found = Kind == MetadataValueKind.TimeSpan;
        value = found ? new TimeSpan(_bits) : default;
        return found;
    }

    /// <summary>Gets the point in time, if the measurement is one: a <see cref="DateTime"/> as it was given, a
    /// <see cref="System.DateTimeOffset"/> in UTC.</summary>
    /// <param name="value">The point in time, or the default.</param>
    /// <returns>Whether the measurement is a point in time.</returns>
    public bool TryGetDateTime(out DateTime value)
    {
        value = Kind switch
        {
            MetadataValueKind.DateTime => DateTimeBits.ToDateTime(_bits),
            MetadataValueKind.DateTimeOffset => DateTimeOffset.UtcDateTime,
            _ => default,
        };
        return Kind is MetadataValueKind.DateTime or MetadataValueKind.DateTimeOffset;
    }

    /// <summary>Gets the point in time with its offset from UTC, if the measurement is one. The offset of a
    /// <see cref="DateTime"/> follows from its kind; an unspecified kind counts as local.</summary>
    /// <param name="value">The point in time, or the default.</param>
    /// <returns>Whether the measurement is a point in time. False also for a local time at the limits of
    /// <see cref="DateTime"/> that has no equivalent in UTC.</returns>
    public bool TryGetDateTimeOffset(out DateTimeOffset value)
    {
        if (Kind == MetadataValueKind.DateTimeOffset)
        {
            value = DateTimeOffset;
            return true;
        }

        value = default;
        return Kind == MetadataValueKind.DateTime && TryConvert(DateTimeBits.ToDateTime(_bits), out value);
    }

    /// <inheritdoc/>
    public object ToObject() => Kind switch
    {
        MetadataValueKind.Int32 => (int)_bits,
        MetadataValueKind.Int64 => _bits,
        MetadataValueKind.UInt64 => (ulong)_bits,
        MetadataValueKind.Double => Double,
        MetadataValueKind.Decimal => Decimal,
        MetadataValueKind.TimeSpan => new TimeSpan(_bits),
        MetadataValueKind.DateTime => DateTimeBits.ToDateTime(_bits),
        _ => DateTimeOffset,
    };

    /// <summary>Converts an object of a type known only at run time to a measurement.</summary>
    /// <param name="value">A number of any .NET type, a <see cref="TimeSpan"/>, a <see cref="DateTime"/> or
    /// <see cref="System.DateTimeOffset"/>, or a string that represents a number in the invariant culture.</param>
    /// <param name="result">The measurement, the same as that of the implicit conversion, if there is one. An integer of another
    /// type becomes the first of <see cref="long"/>, <see cref="ulong"/> and <see cref="decimal"/> that can hold it; text becomes
    /// the first of <see cref="int"/> and these that can hold it, or the nearest double.</param>
    /// <returns>Whether <paramref name="value"/> is a measurement. False also for an integer that no decimal can hold, as it
    /// would be rounded.</returns>
    public static bool TryFrom(object? value, out MeasurementValue result) =>
        value is string text ? MeasurementConversion.TryParse(text, out result) : MeasurementConversion.TryConvert(value, out result);

    /// <inheritdoc/>
    public bool Equals(MeasurementValue other) =>
        (_head == other._head && _bits == other._bits) || (Kind == other.Kind && HasEqualValue(other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MeasurementValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ValueHash.Of(Kind, Kind switch
    {
        MetadataValueKind.Double => ValueHash.BitsOf(Double),
        MetadataValueKind.Decimal => Decimal.GetHashCode(),
        MetadataValueKind.DateTimeOffset => _bits + High,
        _ => _bits,
    });

    /// <summary>Returns the value as text in the invariant culture; a point in time in ISO 8601, with its offset or the <c>Z</c>
    /// of UTC if it has one.</summary>
    public override string ToString() => ValueText.Of(ToObject());

    /// <summary>Determines whether two measurements are of the same kind and value.</summary>
    public static bool operator ==(MeasurementValue left, MeasurementValue right) => left.Equals(right);

    /// <summary>Determines whether two measurements differ in kind or value.</summary>
    public static bool operator !=(MeasurementValue left, MeasurementValue right) => !left.Equals(right);

    // Compares measurements of one kind whose bits or heads differ.
    private bool HasEqualValue(MeasurementValue other) => Kind switch
    {
        MetadataValueKind.Int32 => _bits == other._bits,
        MetadataValueKind.Double => Double.Equals(other.Double),
        MetadataValueKind.Decimal => Decimal == other.Decimal,
        _ => false,
    };

    private static bool TryConvert(DateTime time, out DateTimeOffset value)
    {
        TimeSpan offset = time.Kind == DateTimeKind.Utc ? TimeSpan.Zero : TimeZoneInfo.Local.GetUtcOffset(time);
        long utc = time.Ticks - offset.Ticks;
        bool isInRange = utc >= DateTime.MinValue.Ticks && utc <= DateTime.MaxValue.Ticks;
        value = isInRange ? new DateTimeOffset(time.Ticks, offset) : default;
        return isInRange;
    }
}
