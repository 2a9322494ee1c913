using Telemetry.Alerts;

namespace Telemetry.Tests.Alerts;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 4, 8)]
    [InlineData(1, 7, 60)]
    [InlineData(1, 100, 60)]
    [InlineData(90, 1, 90)]
    [InlineData(90, 3, 90)]
    [InlineData(0, 50, 0)]
    public void The_delay_doubles_up_to_a_minute_or_the_first_one(int first, int failures, int expected) => Assert.Equal(
        TimeSpan.FromSeconds(expected), RetrySchedule.DelayAfter(TimeSpan.FromSeconds(first), failures));
}
