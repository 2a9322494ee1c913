using Telemetry.Alerts;
using Telemetry.Tests.Support;
using static Telemetry.Tests.Support.AlertsOfATest;

namespace Telemetry.Tests.Alerts;

public sealed class SeriesLimitTests : IDisposable
{
    private readonly AlertsOfATest _test = new();

    public void Dispose() => _test.Dispose();

    private static AlertDefinition Limited(int count) => new("a")
    {
        Events = Patterns("fail"), Tags = ["target"], Count = count, Within = Minutes(5), SeriesLimit = 2,
    };

    [Fact]
    public void The_series_without_an_event_for_the_longest_time_makes_room()
    {
        Alert alert = _test.Add(Limited(2));

        _test.Fail("a");
        _test.Fail("b");
        _test.Fail("c");
        _test.Fail("b");
        _test.Fail("a");

        Assert.Equal(["Raised b 2"], _test.Notifications());
        Assert.Equal((2, 2L), (alert.SeriesCount, alert.Evicted));
    }

    [Fact]
    public void If_all_are_raised_further_ones_count_for_one_series_that_silence_clears()
    {
        Alert alert = _test.Add(Limited(1));

        _test.Fail("a");
        _test.Fail("b");
        _test.Fail("c");
        _test.Fail("d");
        Assert.Equal((3, 3, 0L), (alert.RaisedCount, alert.SeriesCount, alert.Evicted));
        Assert.Equal(2, alert.ListSeries().Single(series => series.Tags["target"] == "(other)").Count);
        _test.Pass(Minutes(5));

        Assert.Equal(
            ["Cleared (other) 2", "Cleared a 1", "Cleared b 1", "Raised (other) 1", "Raised a 1", "Raised b 1"],
            _test.Notifications().Order(StringComparer.Ordinal));
        Assert.Equal(0, alert.SeriesCount);
    }

    [Fact]
    public void A_series_whose_end_is_held_back_stays()
    {
        _test.Add(new("a")
        {
            Events = Patterns("fail"), Tags = ["target"], ClearOn = Patterns("ok"), SeriesLimit = 1, Throttle = Minutes(10),
        });
        _test.Fail("a");
        _test.Succeed("a");

        _test.Fail("b");
        _test.Pass(Minutes(10));

        Assert.Equal(["Raised a 1", "Raised (other) 1", "Cleared a 1"], _test.Notifications().Take(3));
    }

    [Fact]
    public void Memory_is_bounded_by_the_limit_and_the_count()
    {
        Alert alert = _test.Add(new("a")
        {
            Events = Patterns("fail"), Tags = ["target"], Count = 5, SeriesLimit = 100, Within = Minutes(5),
        });

        for (int i = 0; i < 10_000; i++)
        {
            _test.Fail($"target {i}");
        }

        Assert.Equal((100, 9900L, 10_000L), (alert.SeriesCount, alert.Evicted, alert.Count));
    }
}
