using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Telemetry;

/// <summary>
/// A value of an event's metadata: null, an integer, a double, a boolean, a <see cref="TimeSpan"/>, a point in time (UTC),
/// a string, or any object by reference. 16 bytes; numbers, booleans and times are not boxed on their way to a
/// handler.
/// </summary>
/// <remarks>Made by implicit conversion (<c>new("route", "/users")</c>), or by <see cref="From"/> from an object of
/// a type known only at run time. The default value is null. The struct is immutable; an object it refers to is the
/// emitter's own.</remarks>
public readonly struct TelemetryValue : IEventValue, IEquatable<TelemetryValue>
{
    // A string or an object as it is, a ScalarTag where the value is in _bits, null where there is none.
    private readonly object? _reference;
    private readonly long _bits;

    private TelemetryValue(object? reference, long bits = 0)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <inheritdoc/>
    public TelemetryValueKind Kind => _reference switch
    {
        null => TelemetryValueKind.Null,
        ScalarTag tag => tag.Kind,
        string => TelemetryValueKind.String,
        _ => TelemetryValueKind.Object,
    };

    /// <summary>An integer as a value.</summary>
    public static implicit operator TelemetryValue(int value) => new(ScalarTag.Int32, value);

    /// <summary>An integer as a value.</summary>
    public static implicit operator TelemetryValue(long value) => new(ScalarTag.Int64, value);

    /// <summary>A double as a value.</summary>
    public static implicit operator TelemetryValue(double value) => (MeasurementValue)value;

    /// <summary>A boolean as a value.</summary>
    public static implicit operator TelemetryValue(bool value) => new(ScalarTag.Boolean, value ? 1 : 0);

    /// <summary>A span of time as a value.</summary>
    public static implicit operator TelemetryValue(TimeSpan value) => (MeasurementValue)value;

    /// <summary>A point in time as a value, converted to UTC (an unspecified one counts as local).</summary>
    public static implicit operator TelemetryValue(DateTime value) => (MeasurementValue)value;

    /// <summary>A string as a value.</summary>
    public static implicit operator TelemetryValue(string? value) => new(value);

    /// <summary>A measurement as a value of the same kind.</summary>
    public static implicit operator TelemetryValue(MeasurementValue value) =>
        new(ScalarTag.Of(value.Kind), value.Bits);

    /// <summary>Makes a value from an object of a type known only at run time.</summary>
    /// <param name="value">Any object, or null. An <see cref="int"/>, <see cref="long"/>, <see cref="double"/>,
    /// <see cref="bool"/>, <see cref="TimeSpan"/> or <see cref="DateTime"/> is unpacked; everything else is kept as
    /// it is.</param>
    public static TelemetryValue From(object? value) => value switch
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
        TelemetryValue other => other,
        _ => new TelemetryValue(value),
    };

    /// <summary>The number or time as a measurement, if the value is one.</summary>
    public bool TryGetMeasurement(out MeasurementValue value)
    {
        bool found = _reference is ScalarTag { Kind: not TelemetryValueKind.Boolean };
        value = found ? new MeasurementValue(Kind, _bits) : default;
        return found;
    }

    /// <summary>The integer, if the value is one.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        return TryGetMeasurement(out MeasurementValue measurement) && measurement.TryGetInt64(out value);
    }

    /// <summary>The number as a double, if the value is an integer or a double.</summary>
    public bool TryGetDouble(out double value)
    {
        value = 0;
        return TryGetMeasurement(out MeasurementValue measurement) && measurement.TryGetDouble(out value);
    }

    /// <summary>The boolean, if the value is one.</summary>
    public bool TryGetBoolean(out bool value)
    {
        bool found = ReferenceEquals(_reference, ScalarTag.Boolean);
        value = found && _bits != 0;
        return found;
    }

    /// <summary>The string, if the value is one.</summary>
    public bool TryGetString([NotNullWhen(true)] out string? value)
    {
        value = _reference as string;
        return value is not null;
    }

    /// <inheritdoc/>
    public object? ToObject() => _reference is not ScalarTag tag ? _reference
        : tag.Kind == TelemetryValueKind.Boolean ? _bits != 0
        : new MeasurementValue(tag.Kind, _bits).ToObject();

    /// <inheritdoc/>
    public bool Equals(TelemetryValue other) => Equals(ToObject(), other.ToObject());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TelemetryValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToObject()?.GetHashCode() ?? 0;

    /// <summary>The value in the invariant culture; null is an empty string.</summary>
    public override string ToString() => TryGetMeasurement(out MeasurementValue measurement)
        ? measurement.ToString()
        : Convert.ToString(ToObject(), CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>Whether two values are equal.</summary>
    public static bool operator ==(TelemetryValue left, TelemetryValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    public static bool operator !=(TelemetryValue left, TelemetryValue right) => !left.Equals(right);

    /// <summary>Says in the reference's place which kind of scalar the bits are.</summary>
    private sealed class ScalarTag(TelemetryValueKind kind)
    {
        internal static readonly ScalarTag Int32 = new(TelemetryValueKind.Int32);
        internal static readonly ScalarTag Int64 = new(TelemetryValueKind.Int64);
        internal static readonly ScalarTag Boolean = new(TelemetryValueKind.Boolean);
        private static readonly ScalarTag s_double = new(TelemetryValueKind.Double);
        private static readonly ScalarTag s_timeSpan = new(TelemetryValueKind.TimeSpan);
        private static readonly ScalarTag s_dateTime = new(TelemetryValueKind.DateTime);

        internal TelemetryValueKind Kind { get; } = kind;

        internal static ScalarTag Of(TelemetryValueKind measurement) => measurement switch
        {
            TelemetryValueKind.Int32 => Int32,
            TelemetryValueKind.Int64 => Int64,
            TelemetryValueKind.Double => s_double,
            TelemetryValueKind.TimeSpan => s_timeSpan,
            _ => s_dateTime,
        };
    }
}
