using System.Globalization;

namespace Telemetry;

/// <summary>
/// What was measured: an integer, a double, a <see cref="TimeSpan"/> or a point in time (UTC). 16 bytes, never boxed on
/// its way to a handler, and made by implicit conversion: <c>new("bytes", 512)</c>.
/// </summary>
/// <remarks>The default value is the integer 0. Immutable; safe to use from any thread.</remarks>
public readonly struct MeasurementValue : IEventValue, IEquatable<MeasurementValue>
{
    private readonly TelemetryValueKind _kind;

    internal MeasurementValue(TelemetryValueKind kind, long bits)
    {
        _kind = kind;
        Bits = bits;
    }

    /// <summary>What the measurement holds: <see cref="TelemetryValueKind.Int32"/>,
    /// <see cref="TelemetryValueKind.Int64"/>, <see cref="TelemetryValueKind.Double"/>,
    /// <see cref="TelemetryValueKind.TimeSpan"/> or <see cref="TelemetryValueKind.DateTime"/>.</summary>
    public TelemetryValueKind Kind => _kind == TelemetryValueKind.Null ? TelemetryValueKind.Int32 : _kind;

    internal long Bits { get; }

    /// <summary>An integer as a measurement.</summary>
    public static implicit operator MeasurementValue(int value) => new(TelemetryValueKind.Int32, value);

    /// <summary>An integer as a measurement.</summary>
    public static implicit operator MeasurementValue(long value) => new(TelemetryValueKind.Int64, value);

    /// <summary>A double as a measurement; not-a-number and the infinities are carried as they are.</summary>
    public static implicit operator MeasurementValue(double value) =>
        new(TelemetryValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A span of time as a measurement.</summary>
    public static implicit operator MeasurementValue(TimeSpan value) => new(TelemetryValueKind.TimeSpan, value.Ticks);

    /// <summary>A point in time as a measurement, converted to UTC (an unspecified one counts as local).</summary>
    public static implicit operator MeasurementValue(DateTime value) =>
        new(TelemetryValueKind.DateTime, value.ToUniversalTime().Ticks);

    /// <summary>A point in time as a measurement, converted to UTC.</summary>
    public static implicit operator MeasurementValue(DateTimeOffset value) =>
        new(TelemetryValueKind.DateTime, value.UtcTicks);

    /// <summary>The integer, if the measurement is one.</summary>
    public bool TryGetInt64(out long value)
    {
        bool found = Kind is TelemetryValueKind.Int32 or TelemetryValueKind.Int64;
        value = found ? Bits : 0;
        return found;
    }

    /// <summary>The number as a double, if the measurement is an integer or a double. An integer beyond 2^53 is
    /// rounded.</summary>
    public bool TryGetDouble(out double value)
    {
        bool isInteger = TryGetInt64(out long integer);
        bool isDouble = Kind == TelemetryValueKind.Double;
        value = isDouble ? BitConverter.Int64BitsToDouble(Bits) : integer;
        return isInteger || isDouble;
    }

    /// <summary>The span of time, if the measurement is one.</summary>
    public bool TryGetTimeSpan(out TimeSpan value)
    {
        bool found = Kind == TelemetryValueKind.TimeSpan;
        value = found ? new TimeSpan(Bits) : default;
        return found;
    }

    /// <summary>The point in time, in UTC, if the measurement is one.</summary>
    public bool TryGetDateTime(out DateTime value)
    {
        bool found = Kind == TelemetryValueKind.DateTime;
        value = found ? new DateTime(Bits, DateTimeKind.Utc) : default;
        return found;
    }

    /// <inheritdoc/>
    public object ToObject() => Kind switch
    {
        TelemetryValueKind.Int32 => (int)Bits,
        TelemetryValueKind.Int64 => Bits,
        TelemetryValueKind.Double => BitConverter.Int64BitsToDouble(Bits),
        TelemetryValueKind.TimeSpan => new TimeSpan(Bits),
        _ => new DateTime(Bits, DateTimeKind.Utc),
    };

    /// <summary>Makes a measurement from any object that is one.</summary>
    /// <param name="value">A number of any .NET type, a <see cref="TimeSpan"/>, a <see cref="DateTime"/> or
    /// <see cref="DateTimeOffset"/>, or a string that reads as a number in the invariant culture.</param>
    /// <param name="result">The measurement. Numbers that no integer of 64 bits can hold become doubles.</param>
    /// <returns>Whether <paramref name="value"/> is a measurement.</returns>
    public static bool TryFrom(object? value, out MeasurementValue result) =>
        MeasurementConversion.TryConvert(value, out result);

    /// <inheritdoc/>
    public bool Equals(MeasurementValue other) => Kind == other.Kind && ToObject().Equals(other.ToObject());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MeasurementValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToObject().GetHashCode();

    /// <summary>The value in the invariant culture; times as ISO 8601 in UTC.</summary>
    public override string ToString() => ToObject() switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => string.Empty,
    };

    /// <summary>Whether two measurements are of the same kind and value.</summary>
    public static bool operator ==(MeasurementValue left, MeasurementValue right) => left.Equals(right);

    /// <summary>Whether two measurements differ in kind or value.</summary>
    public static bool operator !=(MeasurementValue left, MeasurementValue right) => !left.Equals(right);
}
