using System.Globalization;

namespace Telemetry.Tests.Logging;

/// <summary>The text of doubles on .NET Framework, whose source is part of the tests.</summary>
public sealed class RoundTripTextTests
{
    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(-0.84551240822557006, "-0.84551240822557006")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    [InlineData(1e21, "1E+21")]
    public void R2_double_has_as_many_digits_as_it_needs(double number, string expected) => Assert.Equal(
        double.Parse(expected, CultureInfo.InvariantCulture),
        double.Parse(Shortest(number, expected.Length), CultureInfo.InvariantCulture));

    [Fact]
    public void R2_double_is_the_same_when_it_is_read()
    {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++)
        {
            double number = BitConverter.Int64BitsToDouble(random.NextInt64());
            if (double.IsFinite(number))
            {
                Assert.Equal(number, double.Parse(RoundTripText.Of(number), CultureInfo.InvariantCulture));
            }
        }
    }

    private static string Shortest(double number, int length)
    {
        string text = RoundTripText.Of(number);
        Assert.True(text.Length <= length, text);
        return text;
    }
}
