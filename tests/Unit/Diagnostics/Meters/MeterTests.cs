using System.Diagnostics.Metrics;
using Telemetry.Diagnostics;
using Telemetry.Metrics;
using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Instruments as events.</summary>
public sealed class MeterTests : IDisposable
{
    private readonly string _name = $"Shop{Guid.NewGuid():N}";
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly SourceBridge _bridge;
    private readonly Meter _meter;
    private readonly Recorder _recorder = new();

    public MeterTests()
    {
        _bridge = new SourceBridge(_dispatcher);
        _meter = new Meter(_name);
    }

    private string Root => _name.ToLowerInvariant();

    public void Dispose()
    {
        _bridge.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void B3_measurement_becomes_an_event_with_a_value_and_its_tags()
    {
        Counter<int> orders = _meter.CreateCounter<int>("Orders.Placed");
        using TelemetrySource source = Enable();
        Listen();
        orders.Add(3, new("route", "/cart"), new("status", 201), new("vip", true));

        EventRecord record = _recorder.Single();
        Assert.Equal($"{Root}.orders.placed", record.EventName.ToString());
        Assert.Equal(3, record.Measurements["value"]);
        Assert.Equal("/cart 201 True", $"{record.Metadata["route"]} {record.Metadata["status"]} {record.Metadata["vip"]}");
        Assert.Equal(1, source.Emitted);
        Assert.Equal([$"{Root}.orders.placed"], source.EventNames);
    }

    [Fact]
    public void B3_all_types_of_numbers_are_measured()
    {
        Histogram<byte> bytes = _meter.CreateHistogram<byte>("byte");
        Histogram<short> shorts = _meter.CreateHistogram<short>("short");
        Histogram<int> ints = _meter.CreateHistogram<int>("int");
        Histogram<long> longs = _meter.CreateHistogram<long>("long");
        UpDownCounter<float> floats = _meter.CreateUpDownCounter<float>("float");
        Gauge<double> doubles = _meter.CreateGauge<double>("double");
        Counter<decimal> decimals = _meter.CreateCounter<decimal>("decimal");
        Enable();
        Listen();
        bytes.Record(byte.MaxValue);
        shorts.Record(short.MinValue);
        ints.Record(int.MaxValue);
        longs.Record(long.MaxValue);
        floats.Add(-0.5f);
        doubles.Record(double.Epsilon);
        decimals.Add(0.1m);

        Assert.Equal(
            [255, -32768, int.MaxValue, long.MaxValue, -0.5, double.Epsilon, 0.1m],
            _recorder.Records.Select(record => record.Measurements["value"]));
    }

    [Fact]
    public async Task B3_observable_instruments_are_read_by_a_poll()
    {
        long count = 5;
        _meter.CreateObservableCounter("count", () => count);
        _meter.CreateObservableGauge("queue", () => new[] { Named(1, "a"), Named(2, "b") });
        using TelemetrySource source = Enable();
        Listen();
        await ReadAsync();

        Assert.Equal(
            [$"{Root}.count 5 ", $"{Root}.queue 1 a", $"{Root}.queue 2 b"],
            _recorder.Records.TakeLast(3).Select(TextOf).Order(StringComparer.Ordinal));

        static Measurement<int> Named(int value, string name) => new(value, new KeyValuePair<string, object?>("name", name));

        static string TextOf(EventRecord record) =>
            $"{record.EventName} {record.Measurements["value"]} {record.Metadata.GetValueOrDefault("name")}";
    }

    [Fact]
    public async Task B3_series_that_is_not_reported_is_gone()
    {
        string[] machines = ["a", "b"];
        _meter.CreateObservableGauge("load", () => machines.Select(machine =>
            new Measurement<int>(1, new KeyValuePair<string, object?>("machine", machine))));
        using var registry = new MetricRegistry(_dispatcher);
        Metric load = registry.Add(new($"{Root}.load.value", MetricType.LastValue) { Tags = ["machine"], PerPoll = true });
        TelemetrySource source = Enable();
        await ReadAsync();
        Assert.Equal(["a", "b"], Machines(load));

        machines = ["b", "c"];
        await ReadAsync();
        Assert.Equal(["b", "c"], Machines(load));

        machines = [];
        await ReadAsync();
        Assert.Empty(Machines(load));

        machines = ["d"];
        await ReadAsync();
        Assert.Equal(["d"], Machines(load));
        source.Dispose();
        Assert.Empty(Machines(load));
    }

    [Fact]
    public async Task B3_series_of_a_meter_that_was_disposed_are_gone()
    {
        _meter.CreateObservableGauge("load", () => new Measurement<int>(1, new KeyValuePair<string, object?>("machine", "a")));
        var other = new Meter(_name);
        other.CreateObservableGauge("load", () => new Measurement<int>(1, new KeyValuePair<string, object?>("machine", "b")));
        using var registry = new MetricRegistry(_dispatcher);
        Metric load = registry.Add(new($"{Root}.load.value", MetricType.LastValue) { Tags = ["machine"], PerPoll = true });
        Enable();
        await ReadAsync();
        Assert.Equal(["a", "b"], Machines(load));

        other.Dispose();
        await ReadAsync();
        Assert.Equal(["a"], Machines(load));
    }

    [Fact]
    public async Task B3_observable_instrument_that_throws_stops_no_other_and_keeps_its_series()
    {
        bool fails = false;
        _meter.CreateObservableGauge("bad", () => fails
            ? throw new InvalidOperationException("bad instrument")
            : new Measurement<int>(1, new KeyValuePair<string, object?>("machine", "a")));
        _meter.CreateObservableGauge("good", () => 1);
        using var registry = new MetricRegistry(_dispatcher);
        Metric load = registry.Add(new($"{Root}.bad.value", MetricType.LastValue) { Tags = ["machine"], PerPoll = true });
        using TelemetrySource source = Enable();
        Listen("good");
        await ReadAsync();
        int before = _recorder.Count;

        fails = true;
        await ReadAsync();

        Assert.True(_recorder.Count > before);
        Assert.Equal(["a"], Machines(load));
        Assert.True(source.Dropped[SourceProblem.ReadFailed] >= 1);
        Assert.Contains($"{Root}.bad", source.LastProblem, StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), source.LastProblem, StringComparison.Ordinal);
        Assert.Equal(0, PollOfTest().Failures);
    }

    [Fact]
    public void B3_only_instruments_whose_events_have_handlers_are_enabled()
    {
        Counter<int> wanted = _meter.CreateCounter<int>("wanted");
        Counter<int> other = _meter.CreateCounter<int>("other");
        using TelemetrySource source = Enable();
        Assert.False(wanted.Enabled);
        Assert.False(source.IsListening);

        HandlerRegistration handler = Listen("wanted");
        Assert.True(source.IsListening);
        Assert.Equal((true, false), (wanted.Enabled, other.Enabled));

        HandlerRegistration second = Listen("other", "second");
        Assert.Equal((true, true), (wanted.Enabled, other.Enabled));
        handler.Dispose();
        Assert.Equal((false, true), (wanted.Enabled, other.Enabled));
        second.Dispose();
        Assert.Equal((false, false), (wanted.Enabled, other.Enabled));
        Assert.False(source.IsListening);

        using HandlerRegistration again = Listen("wanted");
        Assert.True(wanted.Enabled);
        source.Dispose();
        Assert.False(wanted.Enabled);
    }

    [Fact]
    public void B3_no_observable_instrument_is_read_and_no_poll_exists_without_a_handler()
    {
        int reads = 0;
        _meter.CreateObservableGauge("load", () => ++reads);
        Enable();
        Assert.Null(FindPoll());

        HandlerRegistration handler = Listen("load");
        Assert.NotNull(FindPoll());
        handler.Dispose();
        Assert.Null(FindPoll());
    }

    [Fact]
    public void B3_instruments_that_are_created_later_are_listened_to()
    {
        Enable();
        Listen();
        using var late = new Meter(_name.ToUpperInvariant());
        late.CreateCounter<int>("late").Add(1);
        _meter.CreateCounter<int>("late").Add(2);

        Assert.Equal([1, 2], _recorder.Records.Select(record => record.Measurements["value"]));
    }

    [Fact]
    public void B3_source_that_does_not_exist_yet_is_awaited()
    {
        string name = _name + "Late";
        Assert.Equal(
            SourceErrorKind.UnknownSource, Assert.Throws<SourceException>(() => _bridge.Enable(name, SourceKind.Meter)).Kind);
        using TelemetrySource source = _bridge.Enable(name, SourceKind.Meter, new() { AwaitsSource = true });
        Listen();
        Assert.False(source.Exists);
        using var meter = new Meter(name);
        meter.CreateCounter<int>("orders").Add(1);

        Assert.True(source.Exists);
        Assert.Equal($"{name.ToLowerInvariant()}.orders", _recorder.Single().EventName.ToString());
    }

    [Fact]
    public void B3_meters_are_discovered_by_name_without_regard_to_case()
    {
        _meter.CreateCounter<int>("orders");

        Assert.Contains(_bridge.Discover(), info => info.Name == _name && info is { Kind: SourceKind.Meter, Exists: true });
        using TelemetrySource source = _bridge.Enable(_name.ToUpperInvariant());
        Assert.Equal((_name, SourceKind.Meter), (source.Name, source.Kind));
    }

    [Fact]
    public void B3_own_meters_are_never_bridged()
    {
        using var registry = new MetricRegistry(_dispatcher);
        string name = $"own-{Guid.NewGuid():N}";
        using InstrumentPublication publication = registry.PublishInstruments(new() { MeterName = name });
        Metric metric = registry.Add(new("job.done.size", MetricType.Distribution) { Buckets = [1] });

        Assert.DoesNotContain(_bridge.Discover(), info => info.Name == name);
        using TelemetrySource source = _bridge.Enable(name, SourceKind.Meter, new() { AwaitsSource = true });
        Listen();
        _dispatcher.Execute("job.done", [new("size", 1)]);
        Assert.Equal(["job.done"], _recorder.Names);
        Assert.Equal(
            SourceErrorKind.OwnSource, Assert.Throws<SourceException>(() => _bridge.Enable("Telemetry", SourceKind.Meter)).Kind);
    }

    [Fact]
    public void B4_handler_that_throws_never_harms_the_caller_of_the_library()
    {
        Counter<int> orders = _meter.CreateCounter<int>("orders");
        Enable();
        _dispatcher.AddPassThrough(e => e is OperationCanceledException);
        _dispatcher.Attach("bad", $"{Root}.orders", (in EventData _, object? _) => throw new InvalidOperationException("bad handler"));
        _dispatcher.Attach("stop", $"{Root}.orders", (in EventData _, object? _) => throw new OperationCanceledException());
        Listen();

        orders.Add(1);
        orders.Add(1);

        Assert.True(orders.Enabled);
    }

    [Fact]
    public void B4_measurements_of_a_handlers_own_work_are_suppressed_and_counted()
    {
        Counter<int> orders = _meter.CreateCounter<int>("orders");
        using TelemetrySource source = Enable();
        _dispatcher.Attach("again", $"{Root}.orders", (in EventData _, object? _) => Task.Run(() => orders.Add(2)).Wait());
        Listen();
        orders.Add(1);

        Assert.Equal(1, _recorder.Single().Measurements["value"]);
        Assert.Equal((1, 1), (source.Emitted, source.Suppressed));
    }

    [Fact]
    public void B4_hostile_tags_harm_nobody_and_are_counted()
    {
        Counter<int> orders = _meter.CreateCounter<int>("orders");
        using TelemetrySource source = Enable();
        Listen();
        orders.Add(
            1,
            new(null!, "no key"),
            new("list", new[] { 1, 2 }),
            new("huge", new string('x', 10 * 1024 * 1024)),
            new("bad", new Hostile()),
            new("nothing", null),
            new("nested", new object[] { new Hostile() }),
            new("good", "yes"));
        orders.Add(1, [.. Enumerable.Range(0, 5000).Select(i => new KeyValuePair<string, object?>($"tag{i}", i))]);

        Assert.Equal(2, _recorder.Count);
        Assert.Equal("yes", _recorder.Records[0].Metadata["good"]);
        Assert.True(_recorder.Records[0].Metadata["huge"].ToString().Length < 10_000);
        Assert.True(_recorder.Records[1].Metadata.Count <= 128);
        Assert.True(source.Dropped[SourceProblem.InvalidTag] >= 1);
        Assert.True(source.Dropped[SourceProblem.TagFailed] >= 1);
        Assert.True(source.Dropped[SourceProblem.Truncated] >= 2);
    }

    [Fact]
    public void B4_measurement_inside_the_text_of_a_tag_harms_no_other()
    {
        Counter<int> orders = _meter.CreateCounter<int>("orders");
        Counter<int> inner = _meter.CreateCounter<int>("inner");
        Enable();
        Listen();
        orders.Add(1, new("nested", new Calling(() => inner.Add(2, new KeyValuePair<string, object?>("in", 1)))), new("last", "outer"));

        EventRecord outer = _recorder.Records.Single(record => record.EventName.ToString() == $"{Root}.orders");
        Assert.Equal(("called", "outer"), (outer.Metadata["nested"].ToString(), outer.Metadata["last"].ToString()));
    }

    [Fact]
    public void B2_names_beyond_the_limit_share_one_event()
    {
        Enable();
        using TelemetrySource source = _bridge.List()[0];
        Listen();
        for (int i = 0; i < 205; i++)
        {
            _meter.CreateCounter<int>($"name{i}").Add(1);
        }

        Assert.Equal(205, _recorder.Count);
        Assert.Equal(5, _recorder.Names.Count(name => name == $"{Root}.(other)"));
        Assert.Equal(5, source.Dropped[SourceProblem.TooManyNames]);
    }

    [Theory]
    [InlineData("Größe der Bestellung", "größe_der_bestellung")]
    [InlineData("a..b[1]*", "a.b_1__")]
    public void B2_names_become_valid_names_of_events(string instrument, string expected)
    {
        Counter<int> counter = _meter.CreateCounter<int>(instrument);
        Enable();
        Listen();
        counter.Add(1);

        Assert.Equal($"{Root}.{expected}", _recorder.Single().EventName.ToString());
    }

    [Fact]
    public void B3_prefix_and_tags_are_those_of_the_options()
    {
        Counter<int> orders = _meter.CreateCounter<int>("orders");
        _bridge.Enable(_name, SourceKind.Meter, new() { Prefix = "shop", Tags = ["r*"] });
        _dispatcher.Attach("listen", EventPattern.Parse("shop.*"), _recorder.Handle);
        orders.Add(1, new("route", "/cart"), new("status", 200));

        EventRecord record = _recorder.Single();
        Assert.Equal($"shop.{Root}.orders", record.EventName.ToString());
        Assert.Equal(["route"], record.Metadata.Keys);
    }

    [Fact]
    public void B3_handlers_and_instruments_come_and_go_on_several_threads()
    {
        using TelemetrySource source = Enable();
        Threads.Run(
            () => Repeat(i => Listen("orders", $"first{i}").Dispose()),
            () => Repeat(i => Listen("load", $"second{i}").Dispose()),
            () => Repeat(_ =>
            {
                using var meter = new Meter(_name);
                meter.CreateObservableGauge("load", () => 1);
                meter.CreateCounter<int>("orders").Add(1);
            }));

        Counter<int> orders = _meter.CreateCounter<int>("orders");
        Assert.False(orders.Enabled);
        Assert.Null(FindPoll());
        using HandlerRegistration handler = Listen("orders");
        int before = _recorder.Count;
        orders.Add(1);
        Assert.Equal(before + 1, _recorder.Count);

        static void Repeat(Action<int> action)
        {
            for (int i = 0; i < 200; i++)
            {
                action(i);
            }
        }
    }

    [Fact]
    public void B3_measurement_without_handler_allocates_nothing_and_with_one_little()
    {
        Counter<int> orders = _meter.CreateCounter<int>("orders");
        Enable();
        _dispatcher.Attach("listen", $"{Root}.orders", static (in EventData _, object? _) => { });
        var tag = new KeyValuePair<string, object?>("route", "/cart");

        Assert.True(Allocated.BytesPerCall(() => orders.Add(1, tag)) < 200);
    }

    private TelemetrySource Enable() => _bridge.Enable(_name, SourceKind.Meter, new() { AwaitsSource = true });

    private HandlerRegistration Listen(string? instrument = null, string id = "listen") =>
        _dispatcher.Attach(id, instrument is null ? EventPattern.Parse("*") : EventPattern.Parse($"{Root}.{instrument}"), _recorder.Handle);

    private static IEnumerable<string> Machines(Metric metric) =>
        metric.Read().Series.Select(series => series.TagValues[0]).Order(StringComparer.Ordinal);

    private Poll? FindPoll() => Poller.ListAll().FirstOrDefault(poll => poll.Name == $"meter {Root}");

    private Poll PollOfTest() => FindPoll() ?? throw new InvalidOperationException("There is no poll.");

    /// <summary>Reads the observable instruments now.</summary>
    private async Task ReadAsync() => Assert.True(await PollOfTest().RunAsync(Threads.Patience));

    private sealed class Hostile
    {
        public override string ToString() => throw new InvalidOperationException("hostile");
    }

    private sealed class Calling(Action call)
    {
        public override string ToString()
        {
            call();
            return "called";
        }
    }
}
