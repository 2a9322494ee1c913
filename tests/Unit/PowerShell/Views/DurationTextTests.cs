using System.Globalization;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>Durations as all views, and the texts of measurements, show them.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class DurationTextTests
{
    [Theory]
    [InlineData(0L, "0s")]
    [InlineData(1L, "100ns")]
    [InlineData(9L, "900ns")]
    [InlineData(10L, "1µs")]
    [InlineData(125L, "12.5µs")]
    [InlineData(9_994L, "999µs")]
    [InlineData(9_996L, "1ms")]
    [InlineData(12_345L, "1.23ms")]
    [InlineData(125_000L, "12.5ms")]
    [InlineData(2_500_000L, "250ms")]
    [InlineData(9_999_999L, "1s")]
    [InlineData(15_000_000L, "1.5s")]
    [InlineData(595_000_000L, "59.5s")]
    [InlineData(599_600_000L, "1min")]
    [InlineData(900_000_000L, "1.5min")]
    [InlineData(81_000_000_000L, "2.25h")]
    [InlineData(864_000_000_000L, "1d")]
    [InlineData(1_234_567L * 864_000_000_000L, "1234567d")]
    [InlineData(-12_500_000L, "-1.25s")]
    [InlineData(long.MinValue, "-10675199d")]
    public void Duration_has_three_digits_and_the_unit_that_suits_it(long ticks, string expected)
    {
        using var session = new ModuleSession();
        session.Run(
            "param($culture) [System.Threading.Thread]::CurrentThread.CurrentCulture = $culture", CultureInfo.GetCultureInfo("de-DE"));

        object? text = session.Run("param($time) [Telemetry.Commands.FieldText]::Of(@{ d = $time })", new TimeSpan(ticks))
            .Clean().Single;

        Assert.Equal($"d={expected}", text);
    }
}
