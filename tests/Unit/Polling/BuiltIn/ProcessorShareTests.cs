using Telemetry.Polling;

namespace Telemetry.Tests.Polling;

public sealed class ProcessorShareTests
{
    private readonly ProcessorShare _share = new(processors: 4);

    [Fact]
    public void P4_share_is_that_of_all_processors_since_the_last_reading()
    {
        Assert.Null(Next(time: 10, used: 100));
        Assert.Equal(25, Next(time: 12, used: 102));
        Assert.Equal(0, Next(time: 13, used: 102));
        Assert.Equal(100, Next(time: 14, used: 106));
    }

    [Fact]
    public void P4_share_is_absent_if_no_time_passed_and_stays_in_its_range()
    {
        Assert.Null(Next(time: 10, used: 100));
        Assert.Null(Next(time: 10, used: 101));
        Assert.Equal(100, Next(time: 10.5, used: 200));
        Assert.Equal(0, Next(time: 11, used: 199));
    }

    private double? Next(double time, double used) => _share.Next(TimeSpan.FromSeconds(time), TimeSpan.FromSeconds(used));
}
