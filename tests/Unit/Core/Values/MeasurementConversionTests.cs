using System.Globalization;
using System.Numerics;

namespace Telemetry.Tests.Core;

public sealed class MeasurementConversionTests
{
    public static TheoryData<object, object> Numbers => new()
    {
        { byte.MaxValue, 255 },
        { sbyte.MinValue, -128 },
        { short.MinValue, -32768 },
        { ushort.MaxValue, 65535 },
        { int.MaxValue, int.MaxValue },
        { uint.MaxValue, 4294967295L },
        { long.MinValue, long.MinValue },
        { (ulong)long.MaxValue, (ulong)long.MaxValue },
        { ulong.MaxValue, ulong.MaxValue },
        { (nint)(-7), -7L },
        { (nuint)7, 7UL },
        { nuint.MaxValue, ulong.MaxValue },
        { 1.5f, 1.5 },
        { 1.5, 1.5 },
        { (Half)1.5, 1.5 },
        { 1.5m, 1.5m },
        { decimal.MaxValue, decimal.MaxValue },
        { new BigInteger(7), 7L },
        { new BigInteger(long.MaxValue) + 1, 9223372036854775808UL },
        { (Int128)(-7), -7L },
        { (Int128)long.MinValue - 1, -9223372036854775809m },
        { (UInt128)ulong.MaxValue, ulong.MaxValue },
        { new BigInteger(decimal.MaxValue), decimal.MaxValue },
    };

    public static TheoryData<string, object> Texts => new()
    {
        { "42", 42 },
        { "-42", -42 },
        { " 42 ", 42 },
        { "2147483648", 2147483648L },
        { "9223372036854775808", 9223372036854775808UL },
        { "18446744073709551616", 18446744073709551616m },
        { "79228162514264337593543950336", 79228162514264337593543950336d },
        { "1.5", 1.5 },
        { "-.5", -0.5 },
        { "1e3", 1000d },
        { "NaN", double.NaN },
    };

    public static TheoryData<object?> NoMeasurements =>
    [
        (object?)null, true, 'a', new object(), DayOfWeek.Monday, new int[] { 1 }, Guid.Empty, new DateOnly(2026, 1, 2),
        Int128.MinValue, UInt128.MaxValue, BigInteger.Pow(2, 96), -BigInteger.Pow(2, 96),
        "", " ", "abc", "1,5", "1,000", "1.000,5", "0x10", "00:00:01", "2026-01-02",
    ];

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public void Number_of_every_type_is_a_measurement(object number, object expected)
    {
        Assert.True(MeasurementValue.TryFrom(number, out MeasurementValue value));
        Assert.Equal(expected, value.ToObject());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Numeric_string_is_read_in_the_invariant_culture(string text, object expected) => InGerman(() =>
    {
        Assert.Equal("1,5", $"{1.5}");
        Assert.True(MeasurementValue.TryFrom(text, out MeasurementValue value));
        Assert.Equal(expected, value.ToObject());
    });

    [Theory]
    [MemberData(nameof(NoMeasurements), DisableDiscoveryEnumeration = true)]
    public void Anything_else_is_no_measurement(object? other) => InGerman(() =>
    {
        Assert.False(MeasurementValue.TryFrom(other, out MeasurementValue value));
        Assert.Equal(default, value);
    });

    [Fact]
    public void Measurement_is_a_measurement()
    {
        Assert.True(MeasurementValue.TryFrom((MeasurementValue)5L, out MeasurementValue value));
        Assert.Equal(5L, value);
    }

    [Fact]
    public void Times_are_measurements()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));

        Assert.True(MeasurementValue.TryFrom(TimeSpan.FromSeconds(1), out MeasurementValue span));
        Assert.True(MeasurementValue.TryFrom(time, out MeasurementValue fromOffset));
        Assert.True(MeasurementValue.TryFrom(time.UtcDateTime, out MeasurementValue fromUtc));

        Assert.Equal(TimeSpan.FromSeconds(1), span);
        Assert.Equal(time, fromOffset);
        Assert.Equal(time.UtcDateTime, fromUtc);
    }

    [Fact]
    public void Text_of_a_value_is_invariant() => InGerman(() =>
    {
        Assert.Equal("1.5", ((MeasurementValue)1.5).ToString());
        Assert.Equal("-1", ((MeasurementValue)(-1)).ToString());
        Assert.Equal("00:00:01.5000000", ((MeasurementValue)TimeSpan.FromSeconds(1.5)).ToString());
        Assert.Equal("1.5", ((MetadataValue)1.5).ToString());
        Assert.Equal("1.5", MetadataValue.From(1.5m).ToString());
    });

    private static void InGerman(Action body)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            body();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
