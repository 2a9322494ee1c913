using Telemetry.Alerts;
using Telemetry.Tests.Support;
using static Telemetry.Tests.Support.AlertsOfATest;

namespace Telemetry.Tests.Alerts;

public sealed class AlertRegistryTests : IDisposable
{
    private readonly AlertsOfATest _test = new();

    private static AlertDefinition OnFail(string name) => new(name) { Events = Patterns("fail"), Tags = ["target"] };

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Names_are_unique_without_regard_to_case()
    {
        Alert alert = _test.Registry.Add(OnFail("Disk"));

        var taken = Assert.Throws<AlertException>(() => _test.Registry.Add(OnFail("DISK")));
        Assert.Equal((AlertErrorKind.AlertAlreadyExists, "DISK"), (taken.Kind, taken.Target));
        Assert.False(_test.Registry.TryAdd(OnFail("disk"), null, out Alert? none));
        Assert.Null(none);
        Assert.Same(alert, _test.Registry.Find("disk"));
        Assert.True(_test.Registry.TryAdd(OnFail("a"), null, out _));
        Assert.Equal(["a", "Disk"], _test.Registry.List().Select(one => one.Name));
        Assert.True(_test.Registry.Remove("dISK"));
        Assert.False(_test.Registry.Remove("disk"));
        Assert.Null(_test.Registry.Find("disk"));
    }

    [Fact]
    public void A_disposed_registry_has_no_alerts_and_gets_none()
    {
        Alert alert = _test.Add(OnFail("a"));
        _test.Fail();

        _test.Registry.Dispose();

        Assert.True(alert.IsRemoved);
        Assert.Equal(1, alert.Delivered);
        Assert.Empty(_test.Registry.List());
        Assert.Throws<ObjectDisposedException>(() => _test.Registry.Add(OnFail("b")));
    }

    [Fact]
    public void An_alert_without_an_action_emits_its_events_all_the_same()
    {
        _test.Registry.Add(OnFail("a"));

        _test.Fail("x");

        Assert.Equal(["raise x 1"], _test.Events);
    }

    [Fact]
    public void Own_events_do_not_count_although_a_pattern_matches_them()
    {
        Alert alert = _test.Registry.Add(new("a") { Events = Patterns("telemetry.*") });
        _test.Registry.Add(OnFail("b"));

        _test.Fail();
        _test.Dispatcher.Execute("telemetry.other");

        Assert.Equal(1, alert.Count);
    }

    [Fact]
    public void A_handler_of_the_own_event_may_emit_the_event_that_counts()
    {
        _test.Dispatcher.Attach("again", EventPattern.Parse("telemetry.alert.raise"), (in EventData _, object? _) => _test.Fail());
        Alert alert = _test.Registry.Add(OnFail("a"));

        _test.Fail();

        Assert.Equal((2L, 1), (alert.Count, alert.RaisedCount));
        Assert.Equal(["raise a 1"], _test.Events);
    }

    [Fact]
    public void A_handler_of_the_own_event_may_remove_the_alert_and_add_another()
    {
        _test.Dispatcher.Attach("swap", EventPattern.Parse("telemetry.alert.raise"), (in EventData _, object? _) =>
        {
            if (_test.Registry.Remove("a"))
            {
                _test.Registry.Add(OnFail("b"));
            }
        });
        _test.Registry.Add(OnFail("a"));

        _test.Fail();

        Assert.Equal(["b"], _test.Registry.List().Select(alert => alert.Name));
    }

    [Fact]
    public void With_the_clock_of_the_system_a_silence_and_a_comparison_come_by_themselves()
    {
        using var metrics = new Telemetry.Metrics.MetricRegistry(_test.Dispatcher);
        metrics.Add(new("queue.length", Telemetry.Metrics.MetricType.LastValue));
        using var registry = new AlertRegistry(_test.Dispatcher);
        Alert silent = registry.Add(new("s") { Events = Patterns("fail"), ClearAfter = TimeSpan.FromMilliseconds(20) });
        Alert compared = registry.Add(new("m") { Metric = "queue.length", Above = 1, Interval = TimeSpan.FromMilliseconds(100) });

        _test.Fail();
        _test.Dispatcher.Execute("queue", [new("length", 2)], []);

        PollsOfATest.WaitUntil(() => _test.Events.Contains("clear - 1") && compared.State == AlertState.Raised);
        Assert.Equal(AlertState.Cleared, silent.State);
    }
}
