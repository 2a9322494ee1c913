using Telemetry.Alerts;
using Telemetry.Tests.Support;
using static Telemetry.Tests.Support.AlertsOfATest;

namespace Telemetry.Tests.Alerts;

public sealed class EventAlertTests : IDisposable
{
    private readonly AlertsOfATest _test = new();

    public void Dispose() => _test.Dispose();

    private static AlertDefinition ThreeWithin5m => new("db-down")
    {
        Events = Patterns("fail"),
        Tags = ["target"],
        Count = 3,
        Within = Minutes(5),
        ClearOn = Patterns("ok"),
    };

    [Fact]
    public void Threshold_is_reached_by_each_series_alone_and_raises_once()
    {
        Alert alert = _test.Add(ThreeWithin5m);

        _test.Fail("a", 2);
        _test.Fail("b", 2);
        Assert.Equal(AlertState.Cleared, alert.State);
        _test.Fail("a", 3);

        Assert.Equal(["Raised a 3"], _test.Notifications());
        Assert.Equal(["raise a 3"], _test.Events);
        Assert.Equal((AlertState.Raised, 1, 2, 7L), (alert.State, alert.RaisedCount, alert.SeriesCount, alert.Count));
        Assert.Equal(["target=a: Raised", "target=b: Cleared"], alert.ListSeries().Select(series => series.ToString()));
        Assert.Equal([5L, 2L], alert.ListSeries().Select(series => series.Count));
    }

    [Fact]
    public void Events_before_the_window_do_not_count()
    {
        Alert alert = _test.Add(ThreeWithin5m);

        _test.Fail();
        _test.Pass(Minutes(2));
        _test.Fail();
        _test.Pass(Minutes(3.1));
        _test.Fail();
        Assert.Equal(AlertState.Cleared, alert.State);
        _test.Pass(Minutes(1.8));
        _test.Fail();

        Assert.Equal(["Raised a 3"], _test.Notifications());
    }

    [Fact]
    public void Success_within_the_window_does_not_hide_a_target_that_fails_again_and_again()
    {
        _test.Add(ThreeWithin5m);

        for (int i = 0; i < 3; i++)
        {
            _test.Fail();
            _test.Succeed();
        }

        Assert.Equal(["Raised a 3", "Cleared a 3"], _test.Notifications());
    }

    [Fact]
    public void Without_a_window_the_events_are_in_a_row()
    {
        Alert alert = _test.Add(new("row") { Events = Patterns("fail"), Tags = ["target"], Count = 3, ClearOn = Patterns("ok") });

        _test.Fail("a", 2);
        _test.Succeed();
        Assert.Equal(0, alert.SeriesCount);
        _test.Fail("a", 2);
        _test.Pass(TimeSpan.FromDays(1));
        Assert.Equal(AlertState.Cleared, alert.State);
        _test.Fail();

        Assert.Equal(["Raised a 3"], _test.Notifications());
    }

    [Fact]
    public void Clearing_is_by_the_same_tags_and_the_count_begins_again()
    {
        Alert alert = _test.Add(ThreeWithin5m);
        _test.Fail("a", 4);
        _test.Fail("b", 3);

        _test.Succeed("a");
        _test.Succeed("c");
        _test.Fail("a", 2);

        Assert.Equal(["Raised a 3", "Raised b 3", "Cleared a 4"], _test.Notifications());
        Assert.Equal(["raise a 3", "raise b 3", "clear a 4"], _test.Events);
        Assert.Equal(1, alert.RaisedCount);
    }

    [Fact]
    public void Without_an_event_that_clears_silence_of_the_window_does()
    {
        Alert alert = _test.Add(new("a") { Events = Patterns("fail"), Tags = ["target"], Within = Minutes(2) });
        _test.Fail();

        _test.Pass(Minutes(1.5));
        _test.Fail();
        _test.Pass(Minutes(1.5));
        Assert.Equal(AlertState.Raised, alert.State);
        _test.Pass(Minutes(0.5));

        Assert.Equal(["Raised a 1", "Cleared a 2"], _test.Notifications());
        Assert.Equal(0, alert.SeriesCount);
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData(20.0, 20)]
    public void Silence_is_five_minutes_or_as_given(double? given, double minutes)
    {
        Alert alert = _test.Add(new("a") { Events = Patterns("fail"), ClearAfter = given is { } time ? Minutes(time) : null });
        _test.Fail();

        _test.Pass(Minutes(minutes - 0.1));
        Assert.Equal(AlertState.Raised, alert.State);
        _test.Pass(Minutes(0.1));

        Assert.Equal(AlertState.Cleared, alert.State);
    }

    [Fact]
    public void An_event_that_clears_alone_has_no_silence()
    {
        Alert alert = _test.Add(ThreeWithin5m);
        _test.Fail("a", 3);

        _test.Pass(TimeSpan.FromDays(7));

        Assert.Equal(AlertState.Raised, alert.State);
    }

    [Fact]
    public void An_event_that_matches_both_clears()
    {
        _test.Add(new("a") { Events = Patterns("job.*"), ClearOn = Patterns("job.stop"), Tags = ["target"] });

        _test.Emit("job.exception", "a", 1);
        _test.Emit("job.stop", "a", 1);
        _test.Emit("job.stop", "a", 1);

        Assert.Equal(["Raised a 1", "Cleared a 1"], _test.Notifications());
    }

    [Fact]
    public void Notification_has_the_first_and_the_last_event_and_its_times()
    {
        AlertNotification? last = null;
        Alert alert = _test.Registry.Add(ThreeWithin5m, (notification, _) =>
        {
            Volatile.Write(ref last, notification);
            return Task.CompletedTask;
        });
        for (int i = 1; i <= 4; i++)
        {
            _test.Dispatcher.Execute("fail", [new("n", i)], [new("target", 5)]);
        }

        _test.Clock.Advance(Minutes(4));
        _test.Dispatcher.Execute("ok", [new("n", 9)], [new("target", "5")]);
        Assert.True(alert.WaitForDelivery(Threads.Patience));

        Assert.Equal("5", last!.Tags["TARGET"]);
        Assert.Equal((1, 9), (last.FirstEvent!.Measurements["n"], last.LastEvent!.Measurements["n"]));
        Assert.Equal((Minutes(4), Minutes(4)), (last.Duration, last.Time - last.Since));
        Assert.Equal("db-down is cleared for target=5: ok came, after 4m and 4 events", last.Message);
        Assert.Equal(AlertReason.ClearEvent, last.Reason);
    }

    [Fact]
    public void A_missing_tag_is_empty()
    {
        _test.Add(new("a") { Events = Patterns("fail"), Tags = ["target", "other"] });

        _test.Dispatcher.Execute("fail", [], [new("target", "x")]);

        Assert.Equal(["Raised x, 1"], _test.Notifications());
    }

    [Fact]
    public void A_filter_selects_the_events_that_count()
    {
        Alert alert = _test.Add(new("a")
        {
            Events = Patterns("fail"),
            Filter = static (in EventData data, object? _) => data.TryGetMetadata("target", out MetadataValue value) && value == "x",
        });

        _test.Fail("y");
        _test.Fail("x");

        Assert.Equal(1, alert.Count);
    }

    [Fact]
    public void Conditions_select_the_events_that_count_and_not_those_that_clear()
    {
        Alert alert = _test.Add(new("a")
        {
            Events = Patterns("fail"),
            Tags = ["target"],
            ClearOn = Patterns("ok"),
            Where = [new("target", "db*")],
            WhereNot = [new("target", "db2")],
        });

        _test.Fail("web");
        _test.Fail("db2");
        _test.Fail("db1");

        Assert.Equal(["target=db1: Raised"], alert.ListSeries().Select(series => series.ToString()));
    }

    [Fact]
    public void Removed_and_reset_alerts_have_no_state()
    {
        Alert alert = _test.Add(ThreeWithin5m);
        _test.Fail("a", 3);
        _test.Fail("b", 3);

        Assert.True(alert.Reset(new Dictionary<string, string> { ["Target"] = "a" }));
        Assert.False(alert.Reset(new Dictionary<string, string> { ["target"] = "a" }));
        Assert.Equal(["target=b: Raised"], alert.ListSeries().Select(series => series.ToString()));
        alert.Reset();
        Assert.Equal((AlertState.Cleared, 0), (alert.State, alert.SeriesCount));
        Assert.Equal(["Raised a 3", "Raised b 3"], _test.Notifications());

        alert.Dispose();
        _test.Fail("a", 3);
        Assert.Equal(0, alert.RaisedCount);
        Assert.DoesNotContain(
            _test.Dispatcher.List(), entry => entry.Registration.Id.StartsWith("telemetry.alerts", StringComparison.Ordinal));
    }
}
