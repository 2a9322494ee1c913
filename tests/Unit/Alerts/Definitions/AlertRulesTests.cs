using Telemetry.Alerts;
using static Telemetry.Tests.Support.AlertsOfATest;

namespace Telemetry.Tests.Alerts;

public sealed class AlertRulesTests
{
    public static TheoryData<string, AlertDefinition> Invalid => new()
    {
        { "text without control characters", new(" ") { Events = Patterns("a") } },
        { "text without control characters", new("a\nb") { Events = Patterns("a") } },
        { "either on events or on a metric", new("x") },
        { "either on events or on a metric", new("x") { Events = Patterns("a"), Metric = "b", Above = 1 } },
        { "The count is 0. Use a number from 1 to 10000.", new("x") { Events = Patterns("a"), Count = 0 } },
        { "The count is 10001.", new("x") { Events = Patterns("a"), Count = 10_001 } },
        { "window, Within, is 00:00:00.", new("x") { Events = Patterns("a"), Within = TimeSpan.Zero } },
        { "at most 31d", new("x") { Events = Patterns("a"), Within = TimeSpan.FromDays(32) } },
        { "time ClearAfter is 00:00:00", new("x") { Events = Patterns("a"), ClearAfter = TimeSpan.Zero } },
        { "reports alerts", new("x") { Events = Patterns("telemetry.alert.raise") } },
        { "reports alerts", new("x") { Events = Patterns("a"), ClearOn = Patterns("telemetry.alert.clear") } },
        { "A tag is empty", new("x") { Events = Patterns("a"), Tags = [""] } },
        { "The tag 'A' is given twice", new("x") { Events = Patterns("a"), Tags = ["A", "a"] } },
        { "Above of the alert 'x' is for an alert on a metric", new("x") { Events = Patterns("a"), Above = 1 } },
        { "Statistic of the alert 'x' is for", new("x") { Events = Patterns("a"), Statistic = AlertStatistic.Value } },
        { "Count of the alert 'x' is for an alert on events", new("x") { Metric = "m", Above = 1, Count = 2 } },
        { "ClearOn of the alert 'x' is for", new("x") { Metric = "m", Above = 1, ClearOn = Patterns("a") } },
        { "The name of the metric is empty", new("x") { Metric = "", Above = 1 } },
        { "There is no limit", new("x") { Metric = "m" } },
        { "not a finite number", new("x") { Metric = "m", Above = double.NaN } },
        { "Below, 2, is not less than Above, 1", new("x") { Metric = "m", Above = 1, Below = 2 } },
        { "a ClearBelow that is not higher", new("x") { Metric = "m", Above = 1, ClearBelow = 2 } },
        { "a ClearBelow that is not higher", new("x") { Metric = "m", Below = 1, ClearBelow = 1 } },
        { "a ClearAbove that is not lower", new("x") { Metric = "m", Below = 1, ClearAbove = 0 } },
        { "The interval is 00:00:00.0500000. Use 100ms or more", new("x") { Metric = "m", Above = 1, Interval = Minutes(0.05 / 60) } },
        { "time For is -00:00:01", new("x") { Metric = "m", Above = 1, For = TimeSpan.FromSeconds(-1) } },
        { "no such statistic", new("x") { Metric = "m", Above = 1, Statistic = (AlertStatistic)99 } },
        { "time Throttle is -00:00:01", new("x") { Events = Patterns("a"), Throttle = TimeSpan.FromSeconds(-1) } },
        { "repeated notifications is 00:00:00", new("x") { Events = Patterns("a"), RepeatInterval = TimeSpan.Zero } },
        { "The number of retries is 101", new("x") { Events = Patterns("a"), Retries = 101 } },
        { "delay of retries", new("x") { Events = Patterns("a"), RetryDelay = TimeSpan.FromHours(2) } },
        { "timeout of the action", new("x") { Events = Patterns("a"), ActionTimeout = TimeSpan.Zero } },
        { "drain timeout", new("x") { Events = Patterns("a"), DrainTimeout = TimeSpan.FromSeconds(-1) } },
        { "limit of series is 0", new("x") { Events = Patterns("a"), SeriesLimit = 0 } },
    };

    [Theory]
    [MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public void An_invalid_definition_is_refused_with_the_remedy(string message, AlertDefinition definition)
    {
        var refused = Assert.Throws<AlertException>(definition.Validate);

        Assert.Contains(message, refused.Message);
        Assert.Equal(AlertErrorKind.InvalidAlert, refused.Kind);
    }

    [Fact]
    public void A_definition_is_described_by_its_condition()
    {
        Assert.Equal("x (1 a)", new AlertDefinition("x") { Events = Patterns("a") }.ToString());
        Assert.Equal("x (3 a, b.* in a row)", new AlertDefinition("x") { Events = Patterns("a", "b.*"), Count = 3 }.ToString());
        Assert.Equal(
            "x (3 a within 90s)", new AlertDefinition("x") { Events = Patterns("a"), Count = 3, Within = Minutes(1.5) }.ToString());
        Assert.Equal(
            "x (P95 of m above 0.5 or below 0.1 for 5m)",
            new AlertDefinition("x") { Metric = "m", Statistic = AlertStatistic.P95, Above = 0.5, Below = 0.1, For = Minutes(5) }
                .ToString());
    }
}
