using Telemetry.Polling;

namespace Telemetry.Tests.Polling;

public sealed class PollScheduleTests
{
    private readonly PollSchedule _schedule = new(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(10));

    [Fact]
    public void P2_runs_are_due_at_the_start_and_multiples_of_the_interval_however_long_they_take()
    {
        Assert.Equal(100, Next);

        Assert.Equal(0, Advance(at: 102.5));
        Assert.Equal(110, Next);
        Assert.Equal(0, Advance(at: 119.9));

        Assert.Equal(120, Next);
    }

    [Fact]
    public void P2_ticks_that_passed_during_a_run_are_left_out_and_counted()
    {
        Assert.Equal(3, Advance(at: 135));

        Assert.Equal(140, Next);
        Assert.Equal(0, Advance(at: 140));
        Assert.Equal(150, Next);
    }

    [Fact]
    public void P2_tick_at_the_end_of_a_run_is_missed()
    {
        Assert.Equal(1, Advance(at: 110));

        Assert.Equal(120, Next);
    }

    [Theory]
    [InlineData(1, 110)]
    [InlineData(2, 120)]
    [InlineData(5, 150)]
    public void P3_failures_leave_out_ticks_that_are_not_missed(int intervals, int next)
    {
        Assert.Equal(0, Advance(at: 101, intervals));

        Assert.Equal(next, Next);
    }

    [Fact]
    public void P2_run_that_was_requested_does_not_move_those_that_are_due()
    {
        Assert.Equal(0, Advance(at: 99, intervals: 5));

        Assert.Equal(100, Next);
    }

    private double Next => _schedule.Next.TotalSeconds;

    private long Advance(double at, int intervals = 1) => _schedule.Advance(TimeSpan.FromSeconds(at), intervals);
}
