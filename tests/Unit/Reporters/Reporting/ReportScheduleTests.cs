using Telemetry.Reporters;

namespace Telemetry.Tests.Reporters;

public sealed class ReportScheduleTests
{
    private TimeSpan _now;

    [Fact]
    public void R1_reports_are_due_at_multiples_of_the_interval()
    {
        ReportSchedule schedule = Create(reportsAtStart: true);
        Assert.Equal(TimeSpan.Zero, schedule.Left);

        _now = TimeSpan.FromSeconds(0.4);
        schedule.Advance(1);
        Assert.Equal(TimeSpan.FromSeconds(9.6), schedule.Left);

        _now = TimeSpan.FromSeconds(10.1);
        schedule.Advance(1);
        Assert.Equal(TimeSpan.FromSeconds(9.9), schedule.Left);
    }

    [Fact]
    public void R1_reports_that_were_missed_are_left_out()
    {
        ReportSchedule schedule = Create(reportsAtStart: true);

        _now = TimeSpan.FromSeconds(34);
        schedule.Advance(1);

        Assert.Equal(TimeSpan.FromSeconds(6), schedule.Left);
    }

    [Fact]
    public void R1_failures_lengthen_the_wait()
    {
        ReportSchedule schedule = Create(reportsAtStart: true);

        _now = TimeSpan.FromSeconds(1);
        schedule.Advance(5);

        Assert.Equal(TimeSpan.FromSeconds(49), schedule.Left);
    }

    [Fact]
    public void R1_requested_report_does_not_move_the_next_one()
    {
        ReportSchedule schedule = Create(reportsAtStart: false);

        _now = TimeSpan.FromSeconds(4);
        schedule.Advance(5);

        Assert.Equal(TimeSpan.FromSeconds(6), schedule.Left);
    }

    private ReportSchedule Create(bool reportsAtStart) => new(TimeSpan.FromSeconds(10), reportsAtStart, () => _now);
}
