namespace Telemetry.Tests.Core;

public sealed class MeasurementValueTests
{
    private static readonly DateTime s_utc = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly DateTimeOffset s_offset = new(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2));
    private static readonly TimeSpan s_span = TimeSpan.FromMilliseconds(1500);

    public static TheoryData<MeasurementValue, TelemetryValueKind, object, string> Kinds => new()
    {
        { 42, TelemetryValueKind.Int32, 42, "42" },
        { int.MinValue, TelemetryValueKind.Int32, int.MinValue, "-2147483648" },
        { 42L, TelemetryValueKind.Int64, 42L, "42" },
        { long.MaxValue, TelemetryValueKind.Int64, long.MaxValue, "9223372036854775807" },
        { 1.5, TelemetryValueKind.Double, 1.5, "1.5" },
        { double.NaN, TelemetryValueKind.Double, double.NaN, "NaN" },
        { double.NegativeInfinity, TelemetryValueKind.Double, double.NegativeInfinity, "-Infinity" },
        { s_span, TelemetryValueKind.TimeSpan, s_span, "00:00:01.5000000" },
        { TimeSpan.MinValue, TelemetryValueKind.TimeSpan, TimeSpan.MinValue, "-10675199.02:48:05.4775808" },
        { s_utc, TelemetryValueKind.DateTime, s_utc, "2026-01-02T03:04:05.0000000Z" },
        { s_offset, TelemetryValueKind.DateTime, s_utc, "2026-01-02T03:04:05.0000000Z" },
        { default, TelemetryValueKind.Int32, 0, "0" },
    };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Value_is_kept_with_its_kind(MeasurementValue value, TelemetryValueKind kind, object plain, string text)
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
        MeasurementValue value, TelemetryValueKind kind, object plain, string text)
    {
        bool isInteger = kind is TelemetryValueKind.Int32 or TelemetryValueKind.Int64;
        bool isNumber = isInteger || kind == TelemetryValueKind.Double;

        Assert.Equal(isInteger, value.TryGetInt64(out long integer));
        Assert.Equal(isNumber, value.TryGetDouble(out double number));
        Assert.Equal(kind == TelemetryValueKind.TimeSpan, value.TryGetTimeSpan(out TimeSpan span));
        Assert.Equal(kind == TelemetryValueKind.DateTime, value.TryGetDateTime(out DateTime time));
        Assert.Equal(text, value.ToString());
        object got = kind switch
        {
            TelemetryValueKind.Int32 => (int)integer,
            TelemetryValueKind.Int64 => integer,
            TelemetryValueKind.Double => number,
            TelemetryValueKind.TimeSpan => span,
            _ => time,
        };
        Assert.Equal(plain, got);
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
    public void Times_become_utc()
    {
        MeasurementValue local = s_utc.ToLocalTime();
        MeasurementValue unspecified = DateTime.SpecifyKind(s_utc.ToLocalTime(), DateTimeKind.Unspecified);

        Assert.Equal(s_utc, local);
        Assert.Equal(s_utc, unspecified);
        Assert.True(local.TryGetDateTime(out DateTime time));
        Assert.Equal(DateTimeKind.Utc, time.Kind);
        Assert.Equal(DateTimeKind.Utc, ((DateTime)local.ToObject()).Kind);
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
        Assert.Equal<MeasurementValue>(double.NaN, double.NaN);
        Assert.Equal<MeasurementValue>(0d, -0d);
        Assert.Equal(default, (MeasurementValue)0);
        Assert.Equal(((MeasurementValue)0d).GetHashCode(), ((MeasurementValue)(-0d)).GetHashCode());
    }
}
