using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
#if NET
using System.Text.Json.Serialization;
#endif

namespace Telemetry;

/// <summary>
/// A value of an event's metadata: null, a number, a boolean, a character, a time, a <see cref="Guid"/>, a string, or any object
/// by reference. It has 16 bytes; numbers of up to 64 bits, booleans, characters, <see cref="TimeSpan"/> and
/// <see cref="DateTime"/> are not boxed on their way to a handler.
/// </summary>
/// <remarks>
/// <para>A value is created by implicit conversion (<c>new("route", "/users")</c>), or by <see cref="From"/> from any object,
/// such as an enum or a nullable number, with the same result. <see cref="ToObject"/> returns an equal object of the same type; a
/// point in time keeps its <see cref="DateTimeKind"/> or its offset.</para>
/// <para>Two values are equal if their types and values are: the <see cref="int"/> 5 is not equal to the <see cref="long"/> 5.
/// NaN equals itself, and 0.0 equals -0.0. Points in time are equal if they show the same time and have the same
/// <see cref="DateTimeKind"/> or offset. Strings compare by their characters, other objects by their own
/// <see cref="object.Equals(object)"/>.</para>
/// <para>The default value is null. The struct is immutable; an object it refers to is the emitter's own.</para>
/// </remarks>
#if NET
[JsonConverter(typeof(EventValueJsonConverter<MetadataValue>))]
#endif
public readonly struct MetadataValue : IEventValue, IEquatable<MetadataValue>
{
    // A string or another object; a ScalarTag if the value is in _bits; null if there is no value.
    private readonly object? _reference;
    private readonly long _bits;

    private MetadataValue(object? reference, long bits = 0)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <inheritdoc/>
    public MetadataValueKind Kind => _reference switch
    {
        null => MetadataValueKind.Null,
        ScalarTag tag => tag.Kind,
        string => MetadataValueKind.String,
        decimal => MetadataValueKind.Decimal,
        DateTimeOffset => MetadataValueKind.DateTimeOffset,
        Guid => MetadataValueKind.Guid,
        _ => MetadataValueKind.Object,
    };

    /// <summary>Converts a boolean to a value.</summary>
    public static implicit operator MetadataValue(bool value) => new(ScalarTag.Boolean, value ? 1 : 0);

    /// <summary>Converts a character to a value.</summary>
    public static implicit operator MetadataValue(char value) => new(ScalarTag.Char, value);

    /// <summary>Converts an integer to a value.</summary>
    public static implicit operator MetadataValue(sbyte value) => new(ScalarTag.SByte, value);

    /// <summary>Converts an integer to a value.</summary>
    public static implicit operator MetadataValue(byte value) => new(ScalarTag.Byte, value);

    /// <summary>Converts an integer to a value.</summary>
    public static implicit operator MetadataValue(short value) => new(ScalarTag.Int16, value);

    /// <summary>Converts an integer to a value.</summary>
    public static implicit operator MetadataValue(ushort value) => new(ScalarTag.UInt16, value);

    /// <summary>Converts an integer to a value.</summary>
    public static implicit operator MetadataValue(int value) => new(ScalarTag.Int32, value);

    /// <summary>Converts an integer to a value.</summary>
    public static implicit operator MetadataValue(uint value) => new(ScalarTag.UInt32, value);

    /// <summary>Converts an integer to a value.</summary>
    public static implicit operator MetadataValue(long value) => new(ScalarTag.Int64, value);

    /// <summary>Converts an integer to a value.</summary>
    public static implicit operator MetadataValue(ulong value) => new(ScalarTag.UInt64, (long)value);

    /// <summary>Converts a pointer-sized integer to a value. It is boxed.</summary>
    public static implicit operator MetadataValue(nint value) => new((object)value);

    /// <summary>Converts a pointer-sized integer to a value. It is boxed.</summary>
    public static implicit operator MetadataValue(nuint value) => new((object)value);

    /// <summary>Converts a number to a value.</summary>
    public static implicit operator MetadataValue(float value) =>
        new(ScalarTag.Single, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Converts a number to a value.</summary>
    public static implicit operator MetadataValue(double value) =>
        new(ScalarTag.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Converts a decimal number to a value. It is boxed.</summary>
    public static implicit operator MetadataValue(decimal value) => new((object)value);

    /// <summary>Converts a span of time to a value.</summary>
    public static implicit operator MetadataValue(TimeSpan value) => new(ScalarTag.TimeSpan, value.Ticks);

    /// <summary>Converts a point in time to a value; it keeps its <see cref="DateTimeKind"/>.</summary>
    public static implicit operator MetadataValue(DateTime value) => new(ScalarTag.DateTime, DateTimeBits.Of(value));

    /// <summary>Converts a point in time to a value; it keeps its offset. It is boxed.</summary>
    public static implicit operator MetadataValue(DateTimeOffset value) => new((object)value);

    /// <summary>Converts a <see cref="Guid"/> to a value. It is boxed.</summary>
    public static implicit operator MetadataValue(Guid value) => new((object)value);

    /// <summary>Converts a string to a value; null becomes the value null.</summary>
    public static implicit operator MetadataValue(string? value) => new(value);

    /// <summary>Converts a measurement to a value of the same kind.</summary>
    public static implicit operator MetadataValue(MeasurementValue value) =>
        ScalarTag.Of(value.Kind) is { } tag ? new(tag, value.Bits) : new(value.ToObject());

    /// <summary>Converts an object of a type known only at run time to a value.</summary>
    /// <param name="value">Any object, or null. An object of a type with an implicit conversion gives the same value as that
    /// conversion; any other, such as an enum, is stored unchanged.</param>
    public static MetadataValue From(object? value) => value switch
    {
        null => default,
        string text => text,
        int number => number,
        long number => number,
        double number => number,
        bool flag => flag,
        TimeSpan time => time,
        DateTime time => time,
        MeasurementValue measurement => measurement,
        MetadataValue other => other,
        char character => character,
        sbyte number => number,
        byte number => number,
        short number => number,
        ushort number => number,
        uint number => number,
        ulong number => number,
        float number => number,
        _ => new MetadataValue(value),
    };

    /// <summary>Gets the value as a measurement, if it is a number, a span of time or a point in time.</summary>
    /// <param name="value">The measurement, or 0.</param>
    /// <returns>Whether the value is a measurement. False also for a string that represents a number, and for an integer that no
    /// measurement can hold without rounding.</returns>
    public bool TryGetMeasurement(out MeasurementValue value)
    {
        if (_reference is ScalarTag tag)
        {
            bool found = tag.MeasurementKind != MetadataValueKind.Null;
            value = found ? new MeasurementValue(tag.MeasurementKind, _bits) : default;
            return found;
        }

        return MeasurementConversion.TryConvert(_reference, out value);
    }

    /// <summary>Gets the value as an integer, if it is one of any type that a <see cref="long"/> can hold.</summary>
    /// <param name="value">The integer, or 0.</param>
    /// <returns>Whether the value is such an integer.</returns>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        return TryGetMeasurement(out MeasurementValue measurement) && measurement.TryGetInt64(out value);
    }

    /// <summary>Gets the value as an integer, if it is one of any type that a <see cref="ulong"/> can hold.</summary>
    /// <param name="value">The integer, or 0.</param>
    /// <returns>Whether the value is such an integer.</returns>
    public bool TryGetUInt64(out ulong value)
    {
        value = 0;
        return TryGetMeasurement(out MeasurementValue measurement) && measurement.TryGetUInt64(out value);
    }

    /// <summary>Gets the value as a double, if it is a number of any type. An integer beyond 2^53 and a decimal are rounded to the
    /// nearest double.</summary>
    /// <param name="value">The number, or 0.</param>
    /// <returns>Whether the value is a number.</returns>
    public bool TryGetDouble(out double value)
    {
        value = 0;
        return TryGetMeasurement(out MeasurementValue measurement) && measurement.TryGetDouble(out value);
    }

    /// <summary>Gets the value as a decimal, if it is an integer or a decimal. A double is not converted: most doubles have no
    /// equal decimal.</summary>
    /// <param name="value">The number, or 0.</param>
    /// <returns>Whether the value is such a number.</returns>
    public bool TryGetDecimal(out decimal value)
    {
        value = 0;
        return TryGetMeasurement(out MeasurementValue measurement) && measurement.TryGetDecimal(out value);
    }

    /// <summary>Gets the span of time, if the value is one.</summary>
    /// <param name="value">The span of time, or zero.</param>
    /// <returns>Whether the value is a span of time.</returns>
    public bool TryGetTimeSpan(out TimeSpan value)
    {
        value = default;
        return TryGetMeasurement(out MeasurementValue measurement) && measurement.TryGetTimeSpan(out value);
    }

    /// <summary>Gets the point in time, if the value is one: a <see cref="DateTime"/> as it was given, a
    /// <see cref="DateTimeOffset"/> in UTC.</summary>
    /// <param name="value">The point in time, or the default.</param>
    /// <returns>Whether the value is a point in time.</returns>
    public bool TryGetDateTime(out DateTime value)
    {
        value = default;
        return TryGetMeasurement(out MeasurementValue measurement) && measurement.TryGetDateTime(out value);
    }

    /// <inheritdoc cref="MeasurementValue.TryGetDateTimeOffset"/>
    /// <summary>Gets the point in time with its offset from UTC, if the value is one. The offset of a <see cref="DateTime"/>
    /// follows from its kind; an unspecified kind counts as local.</summary>
    public bool TryGetDateTimeOffset(out DateTimeOffset value)
    {
        value = default;
        return TryGetMeasurement(out MeasurementValue measurement) && measurement.TryGetDateTimeOffset(out value);
    }

    /// <summary>Gets the boolean, if the value is one.</summary>
    /// <param name="value">The boolean, or false.</param>
    /// <returns>Whether the value is a boolean.</returns>
    public bool TryGetBoolean(out bool value)
    {
        bool found = ReferenceEquals(_reference, ScalarTag.Boolean);
        value = found && _bits != 0;
        return found;
    }

    /// <summary>Gets the string, if the value is one.</summary>
    /// <param name="value">The string, or null.</param>
    /// <returns>Whether the value is a string.</returns>
    public bool TryGetString([NotNullWhen(true)] out string? value)
    {
        value = _reference as string;
        return value is not null;
    }

    /// <summary>Gets the value, if it is of a type or of one derived from it: <c>TryGet(out Guid id)</c>, <c>TryGet(out DayOfWeek
    /// day)</c>, <c>TryGet(out Exception? reason)</c>.</summary>
    /// <remarks>The value is not converted: unlike <see cref="TryGetInt64"/>, the method does not return an <see cref="int"/> as
    /// a <see cref="long"/>. Numbers, booleans, characters and times are boxed; the other methods do not box them.</remarks>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="value">The value, or the default of the type.</param>
    /// <returns>Whether the value is of that type; false for null.</returns>
    public bool TryGet<T>([NotNullWhen(true)] out T? value)
    {
        if (ToObject() is T found)
        {
            value = found;
            return true;
        }

        value = default;
        return false;
    }

    /// <inheritdoc/>
    public object? ToObject() => _reference is not ScalarTag tag ? _reference : tag.Kind switch
    {
        MetadataValueKind.Boolean => _bits != 0,
        MetadataValueKind.Char => (char)_bits,
        MetadataValueKind.SByte => (sbyte)_bits,
        MetadataValueKind.Byte => (byte)_bits,
        MetadataValueKind.Int16 => (short)_bits,
        MetadataValueKind.UInt16 => (ushort)_bits,
        MetadataValueKind.UInt32 => (uint)_bits,
        MetadataValueKind.Single => (float)BitConverter.Int64BitsToDouble(_bits),
        _ => new MeasurementValue(tag.Kind, _bits).ToObject(),
    };

    /// <inheritdoc/>
    public bool Equals(MetadataValue other)
    {
        if (_reference is ScalarTag tag)
        {
            return ReferenceEquals(tag, other._reference)
                && (_bits == other._bits || (tag.MeasurementKind == MetadataValueKind.Double && Number.Equals(other.Number)));
        }

        // Checked first: an emitter's object must never be compared with a tag, which its Equals does not know.
        return other._reference is not ScalarTag
            && (_reference is DateTimeOffset time && other._reference is DateTimeOffset otherTime
                ? time.EqualsExact(otherTime)
                : Equals(_reference, other._reference));
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MetadataValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _reference is not ScalarTag tag
        ? _reference?.GetHashCode() ?? 0
        : ValueHash.Of(tag.Kind, tag.MeasurementKind == MetadataValueKind.Double ? ValueHash.BitsOf(Number) : _bits);

    /// <summary>Returns the value as text that is the same for equal values of different types: 200, 200.0 and "200" have one text.
    /// It does not depend on the culture or the time zone; a point in time is converted to UTC; null is empty text. By it, conditions
    /// (<see cref="EventCondition"/>), rate limits and the tags of metrics compare values.</summary>
    /// <remarks>The method allocates nothing for a string or a boolean. An exception of the <see cref="object.ToString"/> of an object
    /// is passed on.</remarks>
    public string ToCanonicalText() => CanonicalText.Of(this);

    /// <summary>Returns the value as text in the invariant culture: null as an empty string, a point in time in ISO 8601, with
    /// its offset or the <c>Z</c> of UTC if it has one.</summary>
    public override string ToString() => ValueText.Of(ToObject());

    /// <summary>Determines whether two values are equal.</summary>
    public static bool operator ==(MetadataValue left, MetadataValue right) => left.Equals(right);

    /// <summary>Determines whether two values differ.</summary>
    public static bool operator !=(MetadataValue left, MetadataValue right) => !left.Equals(right);

    /// <summary>A number that is the same for the same object, as long as it is not moved in memory, and for the same number. It only
    /// serves to choose a place to look at.</summary>
    internal ulong IdentityHint => unchecked(AddressHint ^ ((ulong)_bits * 0xD6E8_FEB8_6659_FD93));

    // The other takes longer, and needs no assembly that .NET Framework does not have.
#if NET
    private ulong AddressHint => unchecked((ulong)Unsafe.As<object?, nint>(ref Unsafe.AsRef(in _reference)));
#else
    private ulong AddressHint => unchecked((ulong)RuntimeHelpers.GetHashCode(_reference));
#endif

    /// <summary>Whether the value can never change: it is null, a string, or in the bits.</summary>
    internal bool IsImmutable => _reference is null or string or ScalarTag;

    /// <summary>Determines whether two values are the same object, or the same bits of one type. Equal strings may be different
    /// objects.</summary>
    internal bool IsSame(MetadataValue other) => ReferenceEquals(_reference, other._reference) && _bits == other._bits;

    // For the types that are doubles as measurements.
    private double Number => BitConverter.Int64BitsToDouble(_bits);
}
