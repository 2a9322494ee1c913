using System.Numerics;

namespace Telemetry.Tests.Core;

public sealed class MetadataValueTests
{
    private static readonly DateTime s_utc = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly DateTimeOffset s_offset = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
    private static readonly Guid s_guid = new("0b7f6c51-5e0f-4d1b-9a6a-6a3c1f1f4b2d");
    private static readonly Uri s_object = new("http://localhost/");

    public static TheoryData<MetadataValue, MetadataValueKind, object?, string> Kinds => new()
    {
        { default, MetadataValueKind.Null, null, "" },
        { (string?)null, MetadataValueKind.Null, null, "" },
        { 42, MetadataValueKind.Int32, 42, "42" },
        { 42L, MetadataValueKind.Int64, 42L, "42" },
        { 1.5, MetadataValueKind.Double, 1.5, "1.5" },
        { 'x', MetadataValueKind.Char, 'x', "x" },
        { (sbyte)-5, MetadataValueKind.SByte, (sbyte)-5, "-5" },
        { byte.MaxValue, MetadataValueKind.Byte, byte.MaxValue, "255" },
        { short.MinValue, MetadataValueKind.Int16, short.MinValue, "-32768" },
        { ushort.MaxValue, MetadataValueKind.UInt16, ushort.MaxValue, "65535" },
        { uint.MaxValue, MetadataValueKind.UInt32, uint.MaxValue, "4294967295" },
        { ulong.MaxValue, MetadataValueKind.UInt64, ulong.MaxValue, "18446744073709551615" },
        { (nint)(-5), MetadataValueKind.Object, (nint)(-5), "-5" },
        { (nuint)5, MetadataValueKind.Object, (nuint)5, "5" },
        { 0.1f, MetadataValueKind.Single, 0.1f, "0.1" },
        { float.NaN, MetadataValueKind.Single, float.NaN, "NaN" },
        { float.MaxValue, MetadataValueKind.Single, float.MaxValue, "3.4028235E+38" },
        { 1.50m, MetadataValueKind.Decimal, 1.50m, "1.50" },
        { s_guid, MetadataValueKind.Guid, s_guid, s_guid.ToString() },
        { s_offset, MetadataValueKind.DateTimeOffset, s_offset, "2026-01-02T03:04:05.0000000+02:00" },
        { s_utc.ToLocalTime(), MetadataValueKind.DateTime, s_utc.ToLocalTime(), s_utc.ToLocalTime().ToString("O") },
        { MetadataValue.From(new DateOnly(2026, 1, 2)), MetadataValueKind.Object, new DateOnly(2026, 1, 2), "2026-01-02" },
        { MetadataValue.From(new TimeOnly(3, 4, 5)), MetadataValueKind.Object, new TimeOnly(3, 4, 5), "03:04:05.0000000" },
        { MetadataValue.From(Int128.MaxValue), MetadataValueKind.Object, Int128.MaxValue, Int128.MaxValue.ToString(null, null) },
        { MetadataValue.From(new BigInteger(5)), MetadataValueKind.Object, new BigInteger(5), "5" },
        { MetadataValue.From((Half)1.5), MetadataValueKind.Object, (Half)1.5, "1.5" },
        { MetadataValue.From(new Version(1, 2)), MetadataValueKind.Object, new Version(1, 2), "1.2" },
        { true, MetadataValueKind.Boolean, true, "True" },
        { false, MetadataValueKind.Boolean, false, "False" },
        { TimeSpan.FromSeconds(1), MetadataValueKind.TimeSpan, TimeSpan.FromSeconds(1), "00:00:01" },
        { s_utc, MetadataValueKind.DateTime, s_utc, "2026-01-02T03:04:05.0000000Z" },
        { "text", MetadataValueKind.String, "text", "text" },
        { "", MetadataValueKind.String, "", "" },
        { MetadataValue.From(s_object), MetadataValueKind.Object, s_object, "http://localhost/" },
        { MetadataValue.From(DayOfWeek.Monday), MetadataValueKind.Object, DayOfWeek.Monday, "Monday" },
    };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Value_is_kept_with_its_kind(MetadataValue value, MetadataValueKind kind, object? plain, string text)
    {
        Assert.Equal(kind, value.Kind);
        Assert.Equal(plain, value.ToObject());
        Assert.Equal(plain?.GetType(), value.ToObject()?.GetType());
        Assert.Equal(text, value.ToString());
        Assert.Equal(value, MetadataValue.From(plain));
        Assert.Equal(value.GetHashCode(), MetadataValue.From(plain).GetHashCode());
        Assert.Equal(kind, MetadataValue.From(plain).Kind);
    }

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Value_is_got_as_what_it_is_only(
        MetadataValue value, MetadataValueKind kind, object? plain, string text)
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
        Assert.Equal(kind == MetadataValueKind.String, value.TryGetString(out string? got));
        Assert.Equal(kind == MetadataValueKind.String ? text : null, got);
    }

    [Fact]
    public void Value_is_got_by_its_type()
    {
        Assert.True(((MetadataValue)s_guid).TryGet(out Guid guid));
        Assert.True(((MetadataValue)'x').TryGet(out char character));
        Assert.True(MetadataValue.From(DayOfWeek.Monday).TryGet(out DayOfWeek day));
        Assert.True(MetadataValue.From(s_object).TryGet(out Uri? uri));
        Assert.True(MetadataValue.From(new ArgumentNullException()).TryGet(out Exception? derived));
        Assert.True(((MetadataValue)(short)5).TryGet(out short number));
        Assert.True(((MetadataValue)5).TryGet(out int? maybe));

        Assert.Equal((s_guid, 'x', DayOfWeek.Monday, s_object, (short)5, 5), (guid, character, day, uri, number, maybe));
        Assert.IsType<ArgumentNullException>(derived);
    }

    [Fact]
    public void Value_of_another_type_is_not_got()
    {
        Assert.False(((MetadataValue)5).TryGet(out long wider));
        Assert.False(((MetadataValue)"5").TryGet(out int number));
        Assert.False(default(MetadataValue).TryGet(out object? nothing));
        Assert.False(MetadataValue.From(DayOfWeek.Monday).TryGetInt64(out long code));
        Assert.False(((MetadataValue)'x').TryGetMeasurement(out _));
        Assert.False(((MetadataValue)"5").TryGetMeasurement(out _));

        Assert.Equal((0L, 0, null, 0L), (wider, number, nothing, code));
    }

    [Fact]
    public void Integer_of_any_size_is_a_measurement_unless_it_would_be_rounded()
    {
        Assert.True(MetadataValue.From(new BigInteger(ulong.MaxValue) + 1).TryGetMeasurement(out MeasurementValue large));
        Assert.False(MetadataValue.From(BigInteger.Pow(2, 96)).TryGetMeasurement(out _));
        Assert.False(MetadataValue.From(Int128.MaxValue).TryGetDouble(out _));

        Assert.Equal(18446744073709551616m, large);
    }

    [Fact]
    public void Object_is_kept_by_reference()
    {
        var list = new List<int> { 1 };
        MetadataValue value = MetadataValue.From(list);

        list.Add(2);

        Assert.Same(list, value.ToObject());
    }

    [Fact]
    public void Value_of_a_value_is_that_value()
    {
        MetadataValue text = "text";
        MeasurementValue number = 5;

        Assert.Equal("text", MetadataValue.From(text));
        Assert.Equal(5, MetadataValue.From(number));
        Assert.Equal(MetadataValueKind.Int32, ((MetadataValue)number).Kind);
    }

    [Fact]
    public void Values_are_equal_where_type_and_value_are()
    {
        MetadataValue one = 1;

        Assert.True(one == 1);
        Assert.True(one != 2);
        Assert.False(one != 1);
        Assert.True(one.Equals((object)(MetadataValue)1));
        Assert.False(one.Equals((object)1));
        Assert.True(one != 1L);
        Assert.True(one != true);
        Assert.True(one != "1");
        Assert.True((MetadataValue)5L != TimeSpan.FromTicks(5));
        Assert.True((MetadataValue)"a" != "A");
        Assert.True(MetadataValue.From(new Uri("http://localhost/")) == MetadataValue.From(s_object));
        Assert.True(default == MetadataValue.From(null));
        Assert.True((MetadataValue)(short)5 == MetadataValue.From((short)5));
        Assert.True((MetadataValue)(short)5 != 5);
        Assert.True((MetadataValue)9007199254740993L != 9007199254740992L);
        Assert.True((MetadataValue)1.0m == 1.00m);
        Assert.True((MetadataValue)double.NaN == -double.NaN);
        Assert.True((MetadataValue)0f == -0f);
        Assert.True((MetadataValue)0d != 0f);
        Assert.True((MetadataValue)s_utc != DateTime.SpecifyKind(s_utc, DateTimeKind.Local));
        Assert.True((MetadataValue)s_offset != s_offset.ToUniversalTime());
        Assert.True((MetadataValue)s_offset == (MetadataValue)(MeasurementValue)s_offset);
        Assert.Equal(((MetadataValue)double.NaN).GetHashCode(), ((MetadataValue)(-double.NaN)).GetHashCode());
        Assert.Equal(((MetadataValue)0f).GetHashCode(), ((MetadataValue)(-0f)).GetHashCode());
        Assert.Equal(((MetadataValue)1.0m).GetHashCode(), ((MetadataValue)1.00m).GetHashCode());
    }

    [Fact]
    public void Object_of_the_emitter_is_never_compared_with_anything_of_ours()
    {
        MetadataValue strict = MetadataValue.From(new StrictEquals());

        Assert.False(strict == 5);
        Assert.False((MetadataValue)5 == strict);
        Assert.False(strict == default);
        Assert.True(strict == MetadataValue.From(strict.ToObject()));
    }

    private sealed class StrictEquals
    {
        public override bool Equals(object? obj) =>
            obj is null or StrictEquals ? ReferenceEquals(this, obj) : throw new InvalidOperationException();

        public override int GetHashCode() => 0;
    }
}
