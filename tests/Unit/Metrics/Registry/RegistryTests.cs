using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class RegistryTests : IDisposable
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;

    public RegistryTests() => _registry = new MetricRegistry(_dispatcher);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void M13_equal_name_is_refused_and_replaced_on_request()
    {
        Metric first = _registry.Add(new("a.count", MetricType.Counter));
        _dispatcher.Execute("a");

        MetricException error = Assert.Throws<MetricException>(() => _registry.Add(new("A.Count", MetricType.Sum)));
        Assert.Equal(MetricErrorKind.MetricAlreadyExists, error.Kind);
        Assert.Contains("'a.count'", error.Message, StringComparison.Ordinal);
        Assert.False(_registry.TryAdd(new("a.count", MetricType.Counter), out _));

        Metric second = _registry.Replace(new("a.count", MetricType.Counter) { Tags = ["x"] });
        _dispatcher.Execute("a");

        Assert.True(first.IsRemoved);
        Assert.Empty(first.Read().Series);
        Assert.Equal(1, second.Recorded);
        Assert.Single(_dispatcher.List("a"));
    }

    [Fact]
    public void M13_several_definitions_are_added_all_or_none()
    {
        Assert.Throws<MetricException>(() => _registry.AddMany([new("a.count", MetricType.Counter), new("b", MetricType.Counter)]));
        Assert.Throws<MetricException>(() => _registry.AddMany([new("a.count", MetricType.Counter), new("a.count", MetricType.Counter)]));

        Assert.Empty(_registry.List());
        Assert.Empty(_dispatcher.List());
    }

    [Fact]
    public void M13_exported_names_that_collide_are_refused_both_ways_and_after_replacing()
    {
        _registry.Add(new("job.seconds", MetricType.LastValue));

        Refused(new("job", MetricType.LastValue) { Events = ["x"], Measurement = "y", Unit = "second" });
        _registry.Remove("job.seconds");
        _registry.Add(new("job", MetricType.LastValue) { Events = ["x"], Measurement = "y", Unit = "second" });
        Refused(new("job.seconds", MetricType.LastValue));

        _registry.Replace(new("job", MetricType.LastValue) { Events = ["x"], Measurement = "y" });
        _registry.Add(new("job.seconds", MetricType.LastValue));
        MetricException error = Assert.Throws<MetricException>(
            () => _registry.Replace(new("job", MetricType.LastValue) { Events = ["x"], Measurement = "y", Unit = "second" }));

        Assert.Equal(MetricErrorKind.MetricNameCollision, error.Kind);
        Assert.Null(_registry.Find("job")!.Definition.Unit);

        void Refused(MetricDefinition definition)
        {
            MetricException refused = Assert.Throws<MetricException>(() => _registry.Add(definition));
            Assert.Equal(MetricErrorKind.MetricNameCollision, refused.Kind);
        }
    }

    [Fact]
    public void M13_name_of_the_librarys_own_metric_is_taken() => Assert.Throws<MetricException>(
        () => _registry.Add(new("telemetry.metric.problems", MetricType.Counter)));

    [Fact]
    public void Removed_metric_records_nothing_and_the_others_go_on()
    {
        Metric removed = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x"] });
        Metric kept = _registry.Add(new("b.count", MetricType.Counter) { Events = ["a"], Tags = ["x"] });
        Emit();

        Assert.True(_registry.Remove(removed));
        Emit();

        Assert.Empty(removed.Read().Series);
        Assert.Equal(0, removed.SeriesCount);
        Assert.Equal(2, kept.Recorded);
        Assert.Null(_registry.Find("a.count"));
        Assert.False(_registry.Remove(removed));

        Metric again = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x"] });
        Emit();
        Assert.Equal(1, again.Recorded);

        void Emit() => _dispatcher.Execute("a", [], [new("x", 1)]);
    }

    [Theory]
    [InlineData(MetricType.Counter)]
    [InlineData(MetricType.Sum)]
    public void M12_record_of_a_metric_that_is_removed_meanwhile_is_none_of_the_one_in_its_place(MetricType type)
    {
        // They share their series with a third one, and the next one gets the place of the one before.
        _registry.Add(new("kept.count", MetricType.Counter) { Events = ["a"], Tags = ["x"] });
        Metric? next = null;
        _registry.Add(new("removed.n", type)
        {
            Events = ["a"],
            Tags = ["x"],
            Keep = (in _) =>
            {
                if (next is null)
                {
                    _registry.Remove("removed.n");
                    next = _registry.Add(new("next.n", type) { Events = ["a"], Tags = ["x"] });
                    Emit();
                }

                return true;
            },
        });

        Emit();

        Assert.Equal(1, next!.Recorded);
        Assert.Equal("1", Assert.Single(next.Read().Series).Value.ToString());

        void Emit() => _dispatcher.Execute("a", [new("n", 1)], [new("x", "one")]);
    }

    [Fact]
    public void Metrics_of_patterns_come_and_go_while_events_are_recorded()
    {
        Metric all = _registry.Add(new("all.count", MetricType.Counter) { Events = ["job.*"] });
        _dispatcher.Execute("job.a");
        Metric some = _registry.Add(new("some.count", MetricType.Counter) { Events = ["job.a*", "task.*"] });
        _dispatcher.Execute("job.a");
        _dispatcher.Execute("task.b");
        _registry.Remove("some.count");
        _dispatcher.Execute("job.a");
        _dispatcher.Execute("task.b");

        Assert.Equal(3, all.Recorded);
        Assert.Equal(2, some.Recorded);
        Assert.Empty(some.Read().Series);
        Assert.False(_dispatcher.HasHandlers("task.b"));
    }

    [Fact]
    public void Taps_see_each_value_until_they_are_disposed()
    {
        Metric metric = _registry.Add(new("a.t", MetricType.Summary) { Tags = ["x"], Unit = "millisecond" });
        var seen = new List<string>();
        MetricTap tap = (tags, value) => seen.Add($"{tags[0]}={value}");
        IDisposable first = metric.Tap(tap);
        IDisposable second = metric.Tap(tap);

        Emit();
        first.Dispose();
        first.Dispose();
        Emit();
        second.Dispose();
        Emit();

        Assert.Equal(["1=2000", "1=2000", "1=2000"], seen);

        void Emit() => _dispatcher.Execute("a", [new("t", TimeSpan.FromSeconds(2))], [new("x", 1)]);
    }

    [Fact]
    public void Taps_of_a_counter_without_tags_see_each_event_while_they_are_there()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter));
        int seen = 0;
        _dispatcher.Execute("a");
        using (metric.Tap((_, value) => seen += (int)value))
        {
            _dispatcher.Execute("a");
            metric.Reset();
            _dispatcher.Execute("a");
        }

        _dispatcher.Execute("a");
        metric.Reset();
        _dispatcher.Execute("a");

        Assert.Equal(2, seen);
        Assert.Equal(1, metric.Recorded);
    }

    [Fact]
    public void Disposed_registry_has_no_handlers_and_accepts_no_metric()
    {
        _registry.AddMany([new("a.count", MetricType.Counter), new("b.count", MetricType.Counter) { Events = ["b.*"] }]);

        _registry.Dispose();

        Assert.Empty(_dispatcher.List());
        Assert.Empty(_registry.List());
        Assert.Throws<ObjectDisposedException>(() => _registry.Add(new("a.count", MetricType.Counter)));
    }

    [Fact]
    public void Two_registries_of_a_dispatcher_record_the_same_events()
    {
        using var other = new MetricRegistry(_dispatcher);
        Metric one = _registry.Add(new("a.count", MetricType.Counter));
        Metric two = other.Add(new("a.count", MetricType.Counter));

        _dispatcher.Execute("a");

        Assert.Equal(1, one.Recorded);
        Assert.Equal(1, two.Recorded);
    }

    [Fact]
    public void Metric_whose_handler_was_detached_records_again_when_metrics_change()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter));
        foreach (HandlerInfo handler in _dispatcher.List())
        {
            handler.Registration.Detach();
        }

        _registry.Add(new("b.count", MetricType.Counter));
        _dispatcher.Execute("a");

        Assert.Equal(1, metric.Recorded);
    }
}
