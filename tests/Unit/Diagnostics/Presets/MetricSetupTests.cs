using System.Diagnostics.Metrics;
using Telemetry.Diagnostics;
using Telemetry.Metrics;
using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Files of definitions and presets, started by C# code.</summary>
public sealed class MetricSetupTests : IDisposable
{
    private readonly string _name = $"Shop{Guid.NewGuid():N}";
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;
    private readonly SourceBridge _bridge;
    private readonly Meter _meter;
    private readonly FolderOfATest _folder = new();

    public MetricSetupTests()
    {
        _registry = new MetricRegistry(_dispatcher);
        _bridge = new SourceBridge(_dispatcher);
        _meter = new Meter(_name);
        _meter.CreateCounter<int>("orders");
    }

    public void Dispose()
    {
        _registry.Dispose();
        _bridge.Dispose();
        _meter.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string> Presets => [.. MetricFile.Presets];

    [Theory]
    [MemberData(nameof(Presets))]
    public void M16_each_preset_starts_and_stops(string preset)
    {
        MetricFileContent content = MetricFile.ReadPreset(preset);
        MetricSetup setup = Start(content);

        Assert.Equal(content.Metrics.Count, setup.Metrics.Count);
        Assert.Equal(content.Sources.Count, setup.Sources.Count);
        Assert.Equal(content.Polls.Count, setup.Polls.Count);
        setup.Dispose();
        setup.Dispose();
        AssertNothingIsLeft();
    }

    [Fact]
    public void M16_metrics_sources_and_polls_of_a_file_are_started_and_stopped()
    {
        MetricSetup setup = Start(Read($$"""
            {
              "Sources": [ { "Name": "{{_name}}", "Via": "Meter", "Prefix": "shop", "Tag": ["route"], "Interval": "10s" } ],
              "Polls": [ { "BuiltIn": "Process", "Name": "mine", "Interval": "1h" } ],
              "Metrics": [ { "Name": "orders", "Type": "Sum", "EventName": "shop.*.orders", "Measurement": "value", "Tag": ["route"] } ]
            }
            """));
        var orders = (Counter<int>)_meter.CreateCounter<int>("orders");
        orders.Add(3, new KeyValuePair<string, object?>("route", "/cart"));

        SeriesReading series = Assert.Single(Assert.Single(setup.Metrics).Read().Series);
        Assert.Equal("/cart 3", $"{series.TagValues[0]} {series.Value}");
        Assert.Equal(("shop", "route"), (Assert.Single(setup.Sources).Prefix, Assert.Single(setup.Sources[0].Tags!)));
        Poll poll = Assert.Single(setup.Polls);
        Assert.Equal(("mine", TimeSpan.FromHours(1)), (poll.Name, poll.Interval));

        setup.Dispose();
        AssertNothingIsLeft();
        Assert.False(orders.Enabled);
        Assert.Equal(PollState.Removed, poll.State);
    }

    [Theory]
    [InlineData("""{ "Sources": [ { "Name": "NAME" }, { "Name": "no.such.source" } ] }""", "source 2 ('no.such.source')")]
    [InlineData(
        """{ "Sources": [ { "Name": "NAME" } ], "Polls": [ { "BuiltIn": "Runtime" }, { "BuiltIn": "Rantime" } ] }""",
        "poll 2 ('Rantime')")]
    [InlineData("""{ "Sources": [ { "Name": "NAME" } ], "Polls": [ { "BuiltIn": "Runtime", "Interval": "1ms" } ] }""", "poll 1 ('Runtime')")]
    [InlineData("""{ "Sources": [ { "Name": "NAME" } ], "Metrics": [ { "Name": "taken.count", "Type": "Counter" } ] }""", "taken.count")]
    [InlineData("""{ "Sources": [ { "Name": "NAME", "Via": "Telepathy" } ] }""", "Telepathy")]
    public void M16_nothing_is_started_where_one_entry_is_wrong(string json, string expected)
    {
        _registry.Add(new("taken.count", MetricType.Counter));
        MetricFileContent content = Read(json.Replace("NAME", _name, StringComparison.Ordinal));

        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => Start(content));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.True(e is MetricException { Kind: MetricErrorKind.MetricAlreadyExists } || e.Message.Contains("file.json", StringComparison.Ordinal));
        Assert.Equal("taken.count", Assert.Single(_registry.List()).Definition.Name);
        Assert.Empty(_bridge.List());
        Assert.Empty(PollsOfTest());
    }

    [Fact]
    public void M16_setups_share_polls_and_sources_until_the_last_is_disposed()
    {
        MetricFileContent content = Read($$"""{ "Sources": [ { "Name": "{{_name}}" } ], "Polls": [ { "BuiltIn": "Process" } ] }""");
        MetricSetup first = Start(content);
        MetricSetup second = Start(content);

        Assert.Same(Assert.Single(first.Sources), Assert.Single(second.Sources));
        Assert.Same(Assert.Single(first.Polls), Assert.Single(second.Polls));
        first.Dispose();
        Assert.Same(second.Sources[0], Assert.Single(_bridge.List()));
        Assert.NotEqual(PollState.Removed, second.Polls[0].State);
        second.Dispose();
        AssertNothingIsLeft();
    }

    [Fact]
    public void M16_source_that_was_enabled_otherwise_stays_enabled_and_is_refused_with_other_options()
    {
        using TelemetrySource own = _bridge.Enable(_name);
        Start(Read($$"""{ "Sources": [ { "Name": "{{_name}}" } ] }""")).Dispose();
        Assert.Same(own, Assert.Single(_bridge.List()));

        SourceException e = Assert.Throws<SourceException>(
            () => Start(Read($$"""{ "Sources": [ { "Name": "{{_name}}", "Prefix": "other" } ] }""")));
        Assert.Equal(SourceErrorKind.SourceAlreadyEnabled, e.Kind);
    }

    [Fact]
    public void M15_polls_on_collection_run_when_the_registry_collects()
    {
        using MetricSetup setup = Start(Read("""{ "Polls": [ { "BuiltIn": "Process", "OnCollect": true } ] }"""));
        Poll poll = Assert.Single(setup.Polls);
        Assert.Equal(0, poll.Runs);
        _registry.Collect();

        Assert.Equal(1, poll.Runs);
    }

    [Fact]
    public void M16_registry_without_a_bridge_gets_one_of_its_dispatcher()
    {
        using MetricSetup setup = Read($$"""{ "Sources": [ { "Name": "{{_name}}" } ] }""").Start(new() { Registry = _registry });
        Assert.Single(setup.Sources);
        Assert.Empty(_bridge.List());

        using var other = new SourceBridge(new TelemetryDispatcher());
        Assert.Throws<ArgumentException>(() => Read("{}").Start(new() { Registry = _registry, Bridge = other }));
    }

    private MetricSetup Start(MetricFileContent content) => content.Start(new() { Registry = _registry, Bridge = _bridge });

    private MetricFileContent Read(string json)
    {
        string path = Path.Combine(_folder.Path, "file.json");
        File.WriteAllText(path, json);
        return MetricFile.Read(path);
    }

    private IEnumerable<Poll> PollsOfTest() => Poller.ListAll().Where(poll => poll.Poller.Dispatcher == _dispatcher);

    private void AssertNothingIsLeft()
    {
        Assert.Empty(_registry.List());
        Assert.Empty(_bridge.List());
        Assert.Empty(PollsOfTest());
    }
}
