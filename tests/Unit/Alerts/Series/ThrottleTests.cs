using Telemetry.Alerts;
using Telemetry.Tests.Support;
using static Telemetry.Tests.Support.AlertsOfATest;

namespace Telemetry.Tests.Alerts;

public sealed class ThrottleTests : IDisposable
{
    private readonly AlertsOfATest _test = new();

    public void Dispose() => _test.Dispose();

    private static AlertDefinition Throttled => new("a")
    {
        Events = Patterns("fail"),
        Tags = ["target"],
        ClearOn = Patterns("ok"),
        Throttle = Minutes(10),
    };

    [Fact]
    public void A_change_is_held_back_and_the_last_state_is_told_at_the_end()
    {
        Alert alert = _test.Add(Throttled);
        _test.Fail();
        _test.Pass(Minutes(1));
        _test.Succeed();
        _test.Fail();
        _test.Succeed();
        Assert.Equal(["Raised a 1"], _test.Notifications());
        Assert.Equal(3, alert.HeldBack);

        _test.Pass(Minutes(8.9));
        Assert.Single(_test.Notifications());
        _test.Pass(Minutes(0.1));

        Assert.Equal(["Raised a 1", "Cleared a 1 held 2"], _test.Notifications());
        Assert.Equal(["raise a 1", "clear a 1", "raise a 1", "clear a 1"], _test.Events);
    }

    [Fact]
    public void A_state_that_was_told_last_is_not_told_again_and_the_held_changes_are_counted_next()
    {
        _test.Add(Throttled);
        _test.Fail();
        _test.Succeed();
        _test.Fail();

        _test.Pass(Minutes(10));
        Assert.Equal(["Raised a 1"], _test.Notifications());
        _test.Succeed();

        Assert.Equal(["Raised a 1", "Cleared a 1 held 2"], _test.Notifications());
    }

    [Fact]
    public void Each_series_has_a_limit_of_its_own()
    {
        _test.Add(Throttled);

        _test.Fail("a");
        _test.Fail("b");
        _test.Succeed("b");

        Assert.Equal(["Raised a 1", "Raised b 1"], _test.Notifications());
    }

    [Fact]
    public void A_series_that_was_cleared_is_remembered_until_the_time_is_over()
    {
        Alert alert = _test.Add(Throttled);
        _test.Fail();
        _test.Pass(Minutes(10));
        _test.Succeed();
        Assert.Equal(["Raised a 1", "Cleared a 1"], _test.Notifications());

        _test.Pass(Minutes(1));
        _test.Fail();
        Assert.Equal(2, _test.Notifications().Length);
        _test.Pass(Minutes(9));
        Assert.Equal("Raised a 1", _test.Notifications()[^1]);
        _test.Pass(Minutes(10));
        _test.Succeed();
        _test.Pass(Minutes(10));

        Assert.Empty(alert.ListSeries());
    }

    [Fact]
    public void What_is_held_back_is_told_when_the_alert_is_removed()
    {
        Alert alert = _test.Add(Throttled);
        _test.Fail();
        _test.Succeed();
        _test.Notifications();

        alert.Dispose();

        Assert.Equal(["Raised a 1", "Cleared a 1"], _test.Notifications());
    }

    [Fact]
    public void A_raised_series_is_repeated_and_the_interval_is_not_shorter_than_the_throttle()
    {
        _test.Add(new("a")
        {
            Events = Patterns("fail"), Tags = ["target"], ClearOn = Patterns("ok"), Throttle = Minutes(20), RepeatInterval = Minutes(15),
        });
        _test.Fail();

        _test.Pass(Minutes(15));
        _test.Fail();
        Assert.Equal(["Raised a 1"], _test.Notifications());
        _test.Pass(Minutes(5));
        Assert.Equal(["Raised a 1", "Still a 2"], _test.Notifications());
        _test.Succeed();
        _test.Pass(Minutes(20));
        _test.Pass(Minutes(60));

        Assert.Equal(["Raised a 1", "Still a 2", "Cleared a 2"], _test.Notifications());
    }
}
