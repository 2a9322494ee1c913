namespace Telemetry.Tests.Core;

public sealed class TelemetryValueTests
{
    private static readonly DateTime s_utc = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly Uri s_object = new("http://localhost/");

    public static TheoryData<TelemetryValue, TelemetryValueKind, object?, string> Kinds => new()
    {
        { default, TelemetryValueKind.Null, null, "" },
        { (string?)null, TelemetryValueKind.Null, null, "" },
        { 42, TelemetryValueKind.Int32, 42, "42" },
        { 42L, TelemetryValueKind.Int64, 42L, "42" },
        { 1.5, TelemetryValueKind.Double, 1.5, "1.5" },
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
        bool isInteger = kind is TelemetryValueKind.Int32 or TelemetryValueKind.Int64;
        bool isNumber = isInteger || kind == TelemetryValueKind.Double;
        bool isMeasurement = isNumber || kind is TelemetryValueKind.TimeSpan or TelemetryValueKind.DateTime;

        Assert.Equal(isInteger, value.TryGetInt64(out long integer));
        Assert.Equal(isInteger ? Convert.ToInt64(plain, null) : 0, integer);
        Assert.Equal(isNumber, value.TryGetDouble(out double number));
        Assert.Equal(isNumber ? Convert.ToDouble(plain, null) : 0, number);
        Assert.Equal(isMeasurement, value.TryGetMeasurement(out MeasurementValue measurement));
        Assert.Equal(isMeasurement ? plain : 0, measurement.ToObject());
        Assert.Equal(kind == TelemetryValueKind.Boolean, value.TryGetBoolean(out bool flag));
        Assert.Equal(plain is true, flag);
        Assert.Equal(kind == TelemetryValueKind.String, value.TryGetString(out string? got));
        Assert.Equal(kind == TelemetryValueKind.String ? text : null, got);
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
    public void Values_are_equal_where_their_plain_objects_are()
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
    }
}
