using System.Diagnostics.Metrics;
using Telemetry.Diagnostics;
using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Metrics as instruments.</summary>
public sealed class InstrumentTests : IDisposable
{
    private readonly string _meter = $"meter-{Guid.NewGuid():N}";
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;
    private readonly InstrumentListener _listener;

    public InstrumentTests()
    {
        _registry = new MetricRegistry(_dispatcher);
        _listener = new InstrumentListener(_meter);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _registry.Dispose();
    }

    [Fact]
    public void B6_counter_sum_and_last_value_are_observed_with_their_tags()
    {
        AddAll();
        using InstrumentPublication publication = Publish();
        Emit("/users", 2);
        Emit("/users", 3);
        Emit(null, 5);

        Assert.Equal(
            [
                "job.balance{route=/users} 5", "job.balance{route=} 5",
                "job.count{route=/users} 2", "job.count{route=} 1",
                "job.last{route=/users} 3", "job.last{route=} 5",
                "job.size{route=/users} 5", "job.size{route=} 5",
                "telemetry.metric.problems{metric=job.balance,reason=MissingTag} 1",
                "telemetry.metric.problems{metric=job.count,reason=MissingTag} 1",
                "telemetry.metric.problems{metric=job.last,reason=MissingTag} 1",
                "telemetry.metric.problems{metric=job.size,reason=MissingTag} 1",
            ],
            _listener.Collect());
    }

    [Fact]
    public void B6_instrument_has_the_kind_unit_and_description_of_the_metric()
    {
        AddAll();
        _registry.Add(new("job.ratio", MetricType.LastValue) { Events = ["job.done"], Unit = "ratio" });
        _registry.Add(new("job.time", MetricType.Summary) { Events = ["job.done"], Unit = "second", Description = "The time." });
        _registry.Add(new("job.percent", MetricType.LastValue) { Events = ["job.done"], Unit = "percent" });
        using InstrumentPublication publication = Publish();

        Assert.IsType<ObservableCounter<long>>(_listener.Instruments["job.count"]);
        Assert.IsType<ObservableCounter<double>>(_listener.Instruments["job.size"]);
        Assert.IsType<ObservableUpDownCounter<double>>(_listener.Instruments["job.balance"]);
        Assert.IsType<ObservableGauge<double>>(_listener.Instruments["job.last"]);
        Assert.IsType<Histogram<double>>(_listener.Instruments["job.time"]);
        Assert.Equal("The time.", _listener.Instruments["job.time"].Description);
        Assert.Equal(
            ["By", "1", "s", "%"],
            new[] { "job.size", "job.ratio", "job.time", "job.percent" }.Select(name => _listener.Instruments[name].Unit));
        Assert.Equal(["job.balance", "job.count"], publication.InstrumentNames.Take(2));
    }

    [Fact]
    public void B6_histogram_receives_each_value_in_the_unit_of_the_metric_while_somebody_listens()
    {
        _registry.Add(Duration());
        using InstrumentPublication publication = Publish();
        EmitDuration(250);
        Assert.Equal(["job.duration{route=/users} 0.25"], _listener.Take());

        _listener.Dispose();
        EmitDuration(500);
        using var late = new InstrumentListener(_meter);
        EmitDuration(1000);

        Assert.Empty(_listener.Take());
        Assert.Equal(["job.duration{route=/users} 1"], late.Take());
        Assert.Equal(3, _registry.Find("job.duration")!.Recorded);
    }

    [Fact]
    public void B6_bounds_of_a_distribution_are_the_advice_of_the_histogram()
    {
        _registry.Add(Duration());
        using InstrumentPublication publication = Publish();

        Assert.Equal([0.1, 1, 10], ((Histogram<double>)_listener.Instruments["job.duration"]).Advice!.HistogramBucketBoundaries!);
    }

    [Fact]
    public void B6_metrics_that_are_added_replaced_and_removed_are_followed()
    {
        _registry.Add(new("job.count", MetricType.Counter) { Events = ["job.done"] });
        using InstrumentPublication publication = Publish();
        Emit("/users", 2);
        Assert.Equal(["job.count{} 1"], _listener.Collect());

        _registry.Add(new("job.size", MetricType.Sum) { Events = ["job.done"] });
        Emit("/users", 2);
        Assert.Equal(["job.count{} 2", "job.size{} 2"], _listener.Collect());

        _registry.Replace(new("job.count", MetricType.Counter) { Events = ["job.done"], Tags = ["route"] });
        Emit("/orders", 2);
        Assert.Equal(["job.count{route=/orders} 1", "job.size{} 4"], _listener.Collect());
        Assert.Equal(["job.count"], _listener.Ended);

        _registry.Remove("job.size");
        Assert.Equal(["job.count{route=/orders} 1"], _listener.Collect());
    }

    [Fact]
    public void B6_events_beyond_the_limit_are_observed_as_other()
    {
        _registry.Add(new("job.count", MetricType.Counter) { Events = ["job.done"], Tags = ["route"], SeriesLimit = 1 });
        using InstrumentPublication publication = Publish();
        Emit("/users", 1);
        Emit("/orders", 1);

        Assert.Equal(["job.count{route=(other)} 1", "job.count{route=/users} 1"], _listener.Collect().Take(2));
    }

    [Fact]
    public void B6_nothing_is_observed_after_the_registry_or_the_publication_ended()
    {
        AddAll();
        InstrumentPublication first = Publish();
        Emit("/users", 1);
        first.Dispose();
        first.Dispose();
        Assert.Empty(_listener.Collect());
        Assert.Empty(first.InstrumentNames);

        InstrumentPublication second = Publish();
        Assert.NotEmpty(_listener.Collect());
        _registry.Dispose();
        Assert.Empty(_listener.Collect());
        Assert.Empty(second.InstrumentNames);

        // The name of the meter is free again.
        using var other = new MetricRegistry(_dispatcher);
        other.PublishInstruments(new() { MeterName = _meter }).Dispose();
    }

    [Fact]
    public void B6_two_registries_have_meters_of_different_names()
    {
        using var other = new MetricRegistry(_dispatcher);
        using InstrumentPublication first = Publish();

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(
            () => other.PublishInstruments(new() { MeterName = _meter.ToUpperInvariant() }));
        Assert.Contains("choose another name", e.Message, StringComparison.Ordinal);

        using var listener = new InstrumentListener(_meter + "2");
        using InstrumentPublication second = other.PublishInstruments(new() { MeterName = _meter + "2" });
        other.Add(new("job.count", MetricType.Counter) { Events = ["job.done"] });
        Emit("/users", 1);
        Assert.Equal(["job.count{} 1"], listener.Collect());
        Assert.Empty(_listener.Collect());
    }

    [Fact]
    public void B6_metrics_are_selected_by_names_and_group()
    {
        _registry.Add(new("job.count", MetricType.Counter) { Events = ["job.done"], Group = "jobs" });
        _registry.Add(new("job.size", MetricType.Sum) { Events = ["job.done"] });
        _registry.Add(new("web.count", MetricType.Counter) { Events = ["job.done"], Group = "JOBS" });

        using (Publish(new() { MeterName = _meter, Metrics = ["job.*"], Group = "jobs" }))
        {
            Emit("/users", 1);
            Assert.Equal(["job.count{} 1"], _listener.Collect());
        }

        Assert.Throws<MetricException>(() => Publish(new() { MeterName = _meter, Metrics = ["job[1]"] }));
        Assert.Throws<ArgumentException>(() => Publish(new() { MeterName = " " }));
    }

    [Fact]
    public void B6_invalid_names_become_valid_and_stay_different()
    {
        string longName = "job." + new string('x', 300);
        _registry.Add(new("1min.größe", MetricType.LastValue) { Events = ["job.done"], Measurement = "size" });
        _registry.Add(new(longName + "a", MetricType.LastValue) { Events = ["job.done"], Measurement = "size" });
        _registry.Add(new(longName + "b", MetricType.LastValue) { Events = ["job.done"], Measurement = "size" });
        using InstrumentPublication publication = Publish();

        Assert.Equal(
            ["job." + new string('x', 251), "job." + new string('x', 249) + "_2", "metric.1min.gr__e", "telemetry.metric.problems"],
            publication.InstrumentNames.OrderBy(name => name.Length == 255 ? 0 : 1).ThenByDescending(name => name.Count(c => c == 'x')));
    }

    [Fact]
    public void B6_each_collection_raises_the_event_of_the_registry_once()
    {
        AddAll();
        int collecting = 0;
        _registry.Collecting += (_, _) =>
        {
            collecting++;
            _dispatcher.Execute("job.done", [new("size", 7)], [new("route", "polled")]);
        };
        using InstrumentPublication publication = Publish();

        string[] first = _listener.Collect();
        string[] second = _listener.Collect();

        Assert.Equal(2, collecting);
        Assert.Contains("job.count{route=polled} 1", first);
        Assert.Contains("job.last{route=polled} 7", first);
        Assert.Contains("job.count{route=polled} 2", second);
    }

    [Fact]
    public void B6_listener_that_throws_harms_neither_the_registry_nor_other_metrics()
    {
        using var bad = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == _meter && instrument.Name == "job.size")
                {
                    throw new InvalidOperationException("bad listener");
                }
            },
        };
        bad.Start();
        AddAll();
        using InstrumentPublication publication = Publish();
        Emit("/users", 2);

        Assert.DoesNotContain("job.size", publication.InstrumentNames);
        Assert.Contains("job.count{route=/users} 1", _listener.Collect());
    }

    [Fact]
    public void B6_listener_that_throws_at_a_value_harms_neither_the_emitter_nor_the_metric()
    {
        using var bad = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == _meter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        bad.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("bad listener"));
        bad.Start();
        _registry.Add(Duration());
        using InstrumentPublication publication = Publish();
        EmitDuration(250);
        EmitDuration(250);

        Assert.Equal(2, _registry.Find("job.duration")!.Recorded);
    }

    [Fact]
    public void B6_listener_may_change_metrics_when_it_is_notified()
    {
        using var nested = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == _meter && instrument.Name == "job.count")
                {
                    _registry.TryAdd(new("job.size", MetricType.Sum) { Events = ["job.done"] }, out _);
                }
            },
        };
        nested.Start();
        using InstrumentPublication publication = Publish();
        _registry.Add(new("job.count", MetricType.Counter) { Events = ["job.done"] });

        Assert.Equal(["job.count", "job.size"], publication.InstrumentNames.Take(2));
    }

    [Fact]
    public void B6_published_metrics_allocate_nothing_at_an_event()
    {
        _registry.Add(Duration());
        _registry.Add(new("job.count", MetricType.Counter) { Events = ["job.done"], Tags = ["route"] });
        _listener.Dispose();
        using InstrumentPublication publication = Publish();

        Assert.Equal(0, Allocated.BytesPerCall(() => EmitDuration(1)));
    }

    [Fact]
    public void B6_disposed_registry_is_not_published()
    {
        _registry.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Publish());
    }

    private InstrumentPublication Publish() => Publish(new() { MeterName = _meter });

    private InstrumentPublication Publish(InstrumentOptions options) => _registry.PublishInstruments(options);

    private void AddAll() => _registry.AddMany(
    [
        new("job.count", MetricType.Counter) { Events = ["job.done"], Tags = ["route"] },
        new("job.size", MetricType.Sum) { Events = ["job.done"], Tags = ["route"], Unit = "byte" },
        new("job.balance", MetricType.Sum) { Events = ["job.done"], Measurement = "size", Tags = ["route"], AllowNegative = true },
        new("job.last", MetricType.LastValue) { Events = ["job.done"], Measurement = "size", Tags = ["route"] },
    ]);

    private static MetricDefinition Duration() => new("job.duration", MetricType.Distribution)
    {
        Events = ["job.done"],
        Tags = ["route"],
        Unit = "second",
        Buckets = [0.1, 1, 10],
    };

    private void EmitDuration(int milliseconds) => _dispatcher.Execute(
        "job.done", [new("duration", TimeSpan.FromMilliseconds(milliseconds))], [new("route", "/users")]);

    private void Emit(string? route, int size) => _dispatcher.Execute("job.done", [new("size", size)], [new("route", route)]);
}
