namespace Telemetry.Tests.Core;

public sealed class MeasurementValueTests
{
    private static readonly DateTime s_utc = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly DateTimeOffset s_offset = new(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2));
    private static readonly TimeSpan s_span = TimeSpan.FromMilliseconds(1500);

    public static TheoryData<MeasurementValue, MetadataValueKind, object, string> Kinds => new()
    {
        { 42, MetadataValueKind.Int32, 42, "42" },
        { int.MinValue, MetadataValueKind.Int32, int.MinValue, "-2147483648" },
        { 42L, MetadataValueKind.Int64, 42L, "42" },
        { long.MaxValue, MetadataValueKind.Int64, long.MaxValue, "9223372036854775807" },
        { 1.5, MetadataValueKind.Double, 1.5, "1.5" },
        { double.NaN, MetadataValueKind.Double, double.NaN, "NaN" },
        { double.NegativeInfinity, MetadataValueKind.Double, double.NegativeInfinity, "-Infinity" },
        { s_span, MetadataValueKind.TimeSpan, s_span, "00:00:01.5000000" },
        { TimeSpan.MinValue, MetadataValueKind.TimeSpan, TimeSpan.MinValue, "-10675199.02:48:05.4775808" },
        { s_utc, MetadataValueKind.DateTime, s_utc, "2026-01-02T03:04:05.0000000Z" },
        { ulong.MaxValue, MetadataValueKind.UInt64, ulong.MaxValue, "18446744073709551615" },
        { 5UL, MetadataValueKind.UInt64, 5UL, "5" },
        { 1.50m, MetadataValueKind.Decimal, 1.50m, "1.50" },
        { decimal.MinValue, MetadataValueKind.Decimal, decimal.MinValue, "-79228162514264337593543950335" },
        { 0.0000000000000000000000000001m, MetadataValueKind.Decimal, 0.0000000000000000000000000001m, "0.0000000000000000000000000001" },
        { s_offset, MetadataValueKind.DateTimeOffset, s_offset, "2026-01-02T05:04:05.0000000+02:00" },
        { DateTimeOffset.MaxValue, MetadataValueKind.DateTimeOffset, DateTimeOffset.MaxValue, "9999-12-31T23:59:59.9999999+00:00" },
        { default, MetadataValueKind.Int32, 0, "0" },
    };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Value_is_kept_with_its_kind(MeasurementValue value, MetadataValueKind kind, object plain, string text)
    {
        Assert.Equal(kind, value.Kind);
        Assert.Equal(plain, value.ToObject());
        Assert.IsType(plain.GetType(), value.ToObject());
        Assert.Equal(text, value.ToString());
        Assert.True(MeasurementValue.TryFrom(plain, out MeasurementValue again));
        Assert.Equal(value, again);
        Assert.Equal(value.GetHashCode(), again.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Value_is_got_as_what_it_is_only(
        MeasurementValue value, MetadataValueKind kind, object plain, string text)
    {
        bool isInteger = plain is int or long or ulong;
        bool isDecimal = isInteger || plain is decimal;
        bool isTime = plain is DateTime or DateTimeOffset;

        Assert.Equal(isInteger && plain is not ulong.MaxValue, value.TryGetInt64(out long integer));
        Assert.Equal(isInteger && !text.StartsWith('-'), value.TryGetUInt64(out ulong unsigned));
        Assert.Equal(isDecimal || plain is double, value.TryGetDouble(out double number));
        Assert.Equal(isDecimal, value.TryGetDecimal(out decimal exact));
        Assert.Equal(kind == MetadataValueKind.TimeSpan, value.TryGetTimeSpan(out TimeSpan span));
        Assert.Equal(isTime, value.TryGetDateTime(out DateTime time));
        Assert.Equal(isTime, value.TryGetDateTimeOffset(out DateTimeOffset offset));
        Assert.Equal(plain, kind switch
        {
            MetadataValueKind.Int32 => (int)integer,
            MetadataValueKind.Int64 => integer,
            MetadataValueKind.UInt64 => unsigned,
            MetadataValueKind.Double => number,
            MetadataValueKind.Decimal => exact,
            MetadataValueKind.TimeSpan => span,
            MetadataValueKind.DateTime => time,
            _ => (object)offset,
        });
    }

    [Fact]
    public void What_could_not_be_got_is_the_default()
    {
        MeasurementValue span = TimeSpan.FromTicks(5);
        MeasurementValue number = 5;

        Assert.False(number.TryGetTimeSpan(out TimeSpan noSpan));
        Assert.False(number.TryGetDateTime(out DateTime noTime));
        Assert.False(span.TryGetDateTime(out DateTime noTimeEither));
        Assert.False(span.TryGetInt64(out long noInteger));
        Assert.False(span.TryGetDouble(out double noNumber));

        Assert.Equal((default, default, default), (noSpan, noTime, noTimeEither));
        Assert.Equal((0L, 0d), (noInteger, noNumber));
    }

    [Fact]
    public void Integer_is_got_as_a_double_too()
    {
        Assert.True(((MeasurementValue)(-3)).TryGetDouble(out double fromInt));
        Assert.True(((MeasurementValue)long.MaxValue).TryGetDouble(out double fromLong));

        Assert.Equal(-3d, fromInt);
        Assert.Equal(9223372036854775808d, fromLong);
    }

    [Fact]
    public void Integer_is_got_as_any_type_that_can_hold_it()
    {
        MeasurementValue largest = ulong.MaxValue;
        MeasurementValue positive = 5;

        Assert.False(largest.TryGetInt64(out _));
        Assert.True(largest.TryGetDecimal(out decimal exact));
        Assert.True(((MeasurementValue)5UL).TryGetInt64(out long signed));
        Assert.True(positive.TryGetUInt64(out ulong unsigned));
        Assert.False(((MeasurementValue)(-5)).TryGetUInt64(out ulong none));
        Assert.True(largest.TryGetDouble(out double rounded));

        Assert.Equal((18446744073709551615m, 5L, 5UL, 0UL, 18446744073709551616d), (exact, signed, unsigned, none, rounded));
    }

    [Fact]
    public void Decimal_is_got_as_a_double_and_a_double_is_not_got_as_a_decimal()
    {
        Assert.True(((MeasurementValue)(-1.5m)).TryGetDouble(out double number));
        Assert.False(((MeasurementValue)1.5).TryGetDecimal(out decimal none));

        Assert.Equal((-1.5, 0m), (number, none));
    }

    [Fact]
    public void Values_are_equal_where_kind_and_value_are()
    {
        MeasurementValue one = 1;

        Assert.True(one == 1);
        Assert.False(one != 1);
        Assert.True(one != 2);
        Assert.True(one.Equals((object)(MeasurementValue)1));
        Assert.False(one.Equals((object)1));
        Assert.NotEqual(one, 1L);
        Assert.NotEqual(one, 1d);
        Assert.NotEqual<MeasurementValue>(5L, TimeSpan.FromTicks(5));
        Assert.NotEqual<MeasurementValue>(5UL, 5L);
        Assert.NotEqual<MeasurementValue>(5m, 5L);
        Assert.NotEqual<MeasurementValue>(9007199254740993L, 9007199254740992L);
        Assert.NotEqual<MeasurementValue>(1.1m, 1.2m);
        Assert.Equal<MeasurementValue>(1.0m, 1.00m);
        Assert.Equal(((MeasurementValue)1.0m).GetHashCode(), ((MeasurementValue)1.00m).GetHashCode());
        Assert.NotEqual<MeasurementValue>(s_utc, DateTime.SpecifyKind(s_utc, DateTimeKind.Local));
        Assert.NotEqual<MeasurementValue>(s_offset, s_offset.ToUniversalTime());
        Assert.NotEqual<MeasurementValue>(s_utc, new DateTimeOffset(s_utc));
        Assert.Equal<MeasurementValue>(double.NaN, double.NaN);
        Assert.Equal<MeasurementValue>(double.NaN, -double.NaN);
        Assert.Equal(((MeasurementValue)double.NaN).GetHashCode(), ((MeasurementValue)(-double.NaN)).GetHashCode());
        Assert.Equal(default(MeasurementValue).GetHashCode(), ((MeasurementValue)0).GetHashCode());
        Assert.Equal<MeasurementValue>(0d, -0d);
        Assert.Equal(default, (MeasurementValue)0);
        Assert.Equal(((MeasurementValue)0d).GetHashCode(), ((MeasurementValue)(-0d)).GetHashCode());
    }
}
