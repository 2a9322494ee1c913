using System.Numerics;

namespace Telemetry.Tests.Core;

public sealed class TelemetryValueTests
{
    private static readonly DateTime s_utc = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly DateTimeOffset s_offset = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
    private static readonly Guid s_guid = new("0b7f6c51-5e0f-4d1b-9a6a-6a3c1f1f4b2d");
    private static readonly Uri s_object = new("http://localhost/");

    public static TheoryData<TelemetryValue, TelemetryValueKind, object?, string> Kinds => new()
    {
        { default, TelemetryValueKind.Null, null, "" },
        { (string?)null, TelemetryValueKind.Null, null, "" },
        { 42, TelemetryValueKind.Int32, 42, "42" },
        { 42L, TelemetryValueKind.Int64, 42L, "42" },
        { 1.5, TelemetryValueKind.Double, 1.5, "1.5" },
        { 'x', TelemetryValueKind.Char, 'x', "x" },
        { (sbyte)-5, TelemetryValueKind.SByte, (sbyte)-5, "-5" },
        { byte.MaxValue, TelemetryValueKind.Byte, byte.MaxValue, "255" },
        { short.MinValue, TelemetryValueKind.Int16, short.MinValue, "-32768" },
        { ushort.MaxValue, TelemetryValueKind.UInt16, ushort.MaxValue, "65535" },
        { uint.MaxValue, TelemetryValueKind.UInt32, uint.MaxValue, "4294967295" },
        { ulong.MaxValue, TelemetryValueKind.UInt64, ulong.MaxValue, "18446744073709551615" },
        { (nint)(-5), TelemetryValueKind.Object, (nint)(-5), "-5" },
        { (nuint)5, TelemetryValueKind.Object, (nuint)5, "5" },
        { 0.1f, TelemetryValueKind.Single, 0.1f, "0.1" },
        { float.NaN, TelemetryValueKind.Single, float.NaN, "NaN" },
        { float.MaxValue, TelemetryValueKind.Single, float.MaxValue, "3.4028235E+38" },
        { 1.50m, TelemetryValueKind.Decimal, 1.50m, "1.50" },
        { s_guid, TelemetryValueKind.Guid, s_guid, s_guid.ToString() },
        { s_offset, TelemetryValueKind.DateTimeOffset, s_offset, "2026-01-02T03:04:05.0000000+02:00" },
        { s_utc.ToLocalTime(), TelemetryValueKind.DateTime, s_utc.ToLocalTime(), s_utc.ToLocalTime().ToString("O") },
        { TelemetryValue.From(new DateOnly(2026, 1, 2)), TelemetryValueKind.Object, new DateOnly(2026, 1, 2), "2026-01-02" },
        { TelemetryValue.From(new TimeOnly(3, 4, 5)), TelemetryValueKind.Object, new TimeOnly(3, 4, 5), "03:04:05.0000000" },
        { TelemetryValue.From(Int128.MaxValue), TelemetryValueKind.Object, Int128.MaxValue, Int128.MaxValue.ToString(null, null) },
        { TelemetryValue.From(new BigInteger(5)), TelemetryValueKind.Object, new BigInteger(5), "5" },
        { TelemetryValue.From((Half)1.5), TelemetryValueKind.Object, (Half)1.5, "1.5" },
        { TelemetryValue.From(new Version(1, 2)), TelemetryValueKind.Object, new Version(1, 2), "1.2" },
        { true, TelemetryValueKind.Boolean, true, "True" },
        { false, TelemetryValueKind.Boolean, false, "False" },
        { TimeSpan.FromSeconds(1), TelemetryValueKind.TimeSpan, TimeSpan.FromSeconds(1), "00:00:01" },
        { s_utc, TelemetryValueKind.DateTime, s_utc, "2026-01-02T03:04:05.0000000Z" },
        { "text", TelemetryValueKind.String, "text", "text" },
        { "", TelemetryValueKind.String, "", "" },
        { TelemetryValue.From(s_object), TelemetryValueKind.Object, s_object, "http://localhost/" },
        { TelemetryValue.From(DayOfWeek.Monday), TelemetryValueKind.Object, DayOfWeek.Monday, "Monday" },
    };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Value_is_kept_with_its_kind(TelemetryValue value, TelemetryValueKind kind, object? plain, string text)
    {
        Assert.Equal(kind, value.Kind);
        Assert.Equal(plain, value.ToObject());
        Assert.Equal(plain?.GetType(), value.ToObject()?.GetType());
        Assert.Equal(text, value.ToString());
        Assert.Equal(value, TelemetryValue.From(plain));
        Assert.Equal(value.GetHashCode(), TelemetryValue.From(plain).GetHashCode());
        Assert.Equal(kind, TelemetryValue.From(plain).Kind);
    }

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Value_is_got_as_what_it_is_only(
        TelemetryValue value, TelemetryValueKind kind, object? plain, string text)
    {
        bool isInteger = plain is sbyte or byte or short or ushort or int or uint or long or ulong or nint or nuint or BigInteger;
        bool isTooLarge = plain is ulong.MaxValue;
        bool isExact = isInteger || plain is decimal;
        bool isNumber = isExact || plain is float or double or Half;
        bool isTime = plain is DateTime or DateTimeOffset;

        Assert.Equal(isInteger && !isTooLarge, value.TryGetInt64(out long integer));
        Assert.Equal(isInteger && !isTooLarge ? long.Parse(text, null) : 0, integer);
        Assert.Equal(isInteger && !text.StartsWith('-'), value.TryGetUInt64(out ulong unsigned));
        Assert.Equal(isInteger && !text.StartsWith('-') ? ulong.Parse(text, null) : 0, unsigned);
        Assert.Equal(isNumber, value.TryGetDouble(out double number));
        Assert.Equal(isNumber ? plain is float single ? single : double.Parse(text, null) : 0, number);
        Assert.Equal(isExact, value.TryGetDecimal(out decimal exact));
        Assert.Equal(isExact ? decimal.Parse(text, null) : 0, exact);
        Assert.Equal(plain is TimeSpan, value.TryGetTimeSpan(out TimeSpan span));
        Assert.Equal(plain as TimeSpan? ?? default, span);
        Assert.Equal(isTime, value.TryGetDateTime(out DateTime time));
        Assert.Equal(plain as DateTime? ?? (plain as DateTimeOffset?)?.UtcDateTime ?? default, time);
        Assert.Equal(isTime, value.TryGetDateTimeOffset(out DateTimeOffset offset));
        Assert.Equal(plain is DateTime given ? new DateTimeOffset(given) : plain as DateTimeOffset? ?? default, offset);
        Assert.Equal(isNumber || isTime || plain is TimeSpan, value.TryGetMeasurement(out _));
        Assert.Equal(plain is true or false, value.TryGetBoolean(out bool flag));
        Assert.Equal(plain is true, flag);
        Assert.Equal(kind == TelemetryValueKind.String, value.TryGetString(out string? got));
        Assert.Equal(kind == TelemetryValueKind.String ? text : null, got);
    }

    [Fact]
    public void Value_is_got_by_its_type()
    {
        Assert.True(((TelemetryValue)s_guid).TryGet(out Guid guid));
        Assert.True(((TelemetryValue)'x').TryGet(out char character));
        Assert.True(TelemetryValue.From(DayOfWeek.Monday).TryGet(out DayOfWeek day));
        Assert.True(TelemetryValue.From(s_object).TryGet(out Uri? uri));
        Assert.True(TelemetryValue.From(new ArgumentNullException()).TryGet(out Exception? derived));
        Assert.True(((TelemetryValue)(short)5).TryGet(out short number));
        Assert.True(((TelemetryValue)5).TryGet(out int? maybe));

        Assert.Equal((s_guid, 'x', DayOfWeek.Monday, s_object, (short)5, 5), (guid, character, day, uri, number, maybe));
        Assert.IsType<ArgumentNullException>(derived);
    }

    [Fact]
    public void Value_of_another_type_is_not_got()
    {
        Assert.False(((TelemetryValue)5).TryGet(out long wider));
        Assert.False(((TelemetryValue)"5").TryGet(out int number));
        Assert.False(default(TelemetryValue).TryGet(out object? nothing));
        Assert.False(TelemetryValue.From(DayOfWeek.Monday).TryGetInt64(out long code));
        Assert.False(((TelemetryValue)'x').TryGetMeasurement(out _));
        Assert.False(((TelemetryValue)"5").TryGetMeasurement(out _));

        Assert.Equal((0L, 0, null, 0L), (wider, number, nothing, code));
    }

    [Fact]
    public void Integer_of_any_size_is_a_measurement_unless_it_would_be_rounded()
    {
        Assert.True(TelemetryValue.From(new BigInteger(ulong.MaxValue) + 1).TryGetMeasurement(out MeasurementValue large));
        Assert.False(TelemetryValue.From(BigInteger.Pow(2, 96)).TryGetMeasurement(out _));
        Assert.False(TelemetryValue.From(Int128.MaxValue).TryGetDouble(out _));

        Assert.Equal(18446744073709551616m, large);
    }

    [Fact]
    public void Object_is_kept_by_reference()
    {
        var list = new List<int> { 1 };
        TelemetryValue value = TelemetryValue.From(list);

        list.Add(2);

        Assert.Same(list, value.ToObject());
    }

    [Fact]
    public void Value_of_a_value_is_that_value()
    {
        TelemetryValue text = "text";
        MeasurementValue number = 5;

        Assert.Equal("text", TelemetryValue.From(text));
        Assert.Equal(5, TelemetryValue.From(number));
        Assert.Equal(TelemetryValueKind.Int32, ((TelemetryValue)number).Kind);
    }

    [Fact]
    public void Values_are_equal_where_type_and_value_are()
    {
        TelemetryValue one = 1;

        Assert.True(one == 1);
        Assert.True(one != 2);
        Assert.False(one != 1);
        Assert.True(one.Equals((object)(TelemetryValue)1));
        Assert.False(one.Equals((object)1));
        Assert.True(one != 1L);
        Assert.True(one != true);
        Assert.True(one != "1");
        Assert.True((TelemetryValue)5L != TimeSpan.FromTicks(5));
        Assert.True((TelemetryValue)"a" != "A");
        Assert.True(TelemetryValue.From(new Uri("http://localhost/")) == TelemetryValue.From(s_object));
        Assert.True(default == TelemetryValue.From(null));
        Assert.True((TelemetryValue)(short)5 == TelemetryValue.From((short)5));
        Assert.True((TelemetryValue)(short)5 != 5);
        Assert.True((TelemetryValue)9007199254740993L != 9007199254740992L);
        Assert.True((TelemetryValue)1.0m == 1.00m);
        Assert.True((TelemetryValue)double.NaN == -double.NaN);
        Assert.True((TelemetryValue)0f == -0f);
        Assert.True((TelemetryValue)0d != 0f);
        Assert.True((TelemetryValue)s_utc != DateTime.SpecifyKind(s_utc, DateTimeKind.Local));
        Assert.True((TelemetryValue)s_offset != s_offset.ToUniversalTime());
        Assert.True((TelemetryValue)s_offset == (TelemetryValue)(MeasurementValue)s_offset);
        Assert.Equal(((TelemetryValue)double.NaN).GetHashCode(), ((TelemetryValue)(-double.NaN)).GetHashCode());
        Assert.Equal(((TelemetryValue)0f).GetHashCode(), ((TelemetryValue)(-0f)).GetHashCode());
        Assert.Equal(((TelemetryValue)1.0m).GetHashCode(), ((TelemetryValue)1.00m).GetHashCode());
    }

    [Fact]
    public void Object_of_the_emitter_is_never_compared_with_anything_of_ours()
    {
        TelemetryValue strict = TelemetryValue.From(new StrictEquals());

        Assert.False(strict == 5);
        Assert.False((TelemetryValue)5 == strict);
        Assert.False(strict == default);
        Assert.True(strict == TelemetryValue.From(strict.ToObject()));
    }

    private sealed class StrictEquals
    {
        public override bool Equals(object? obj) =>
            obj is null or StrictEquals ? ReferenceEquals(this, obj) : throw new InvalidOperationException();

        public override int GetHashCode() => 0;
    }
}
