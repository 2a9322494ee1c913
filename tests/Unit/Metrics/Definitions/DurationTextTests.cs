using System.Globalization;
using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("500ms", "00:00:00.5")]
    [InlineData("10s", "00:00:10")]
    [InlineData("5m", "00:05:00")]
    [InlineData("1h", "01:00:00")]
    [InlineData("1d", "1.00:00:00")]
    [InlineData("1.5H", "01:30:00")]
    [InlineData("2", "00:00:02")]
    [InlineData("0.25", "00:00:00.25")]
    [InlineData(" 10s ", "00:00:10")]
    [InlineData("1E-05", "00:00:00.00001")]
    [InlineData("1.5 min", "00:01:30")]
    [InlineData("12.5µs", "00:00:00.0000125")]
    [InlineData("300ns", "00:00:00.0000003")]
    [InlineData("10675199.02:48:05.4775807", "10675199.02:48:05.4775807")]
    [InlineData("00:00:10", "00:00:10")]
    [InlineData("1.02:03:04", "1.02:03:04")]
    public void Text_is_a_number_with_a_unit_or_of_seconds_or_a_time(string text, string expected)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(TimeSpan.Parse(expected, CultureInfo.InvariantCulture), duration);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("ms")]
    [InlineData("-1s")]
    [InlineData("-00:00:01")]
    [InlineData("min")]
    [InlineData("1h30m")]
    [InlineData("1,000")]
    [InlineData("1,5s")]
    [InlineData("5x")]
    [InlineData("NaN")]
    [InlineData("1:")]
    [InlineData("99999999d")]
    [InlineData("10675200d")]
    [InlineData("79228162514264337593543950335ns")]
    [InlineData("1e300")]
    [InlineData("99999999.00:00:00")]
    public void Other_text_and_negative_times_are_refused(string? text)
    {
        Assert.False(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(TimeSpan.Zero, duration);
    }
}
