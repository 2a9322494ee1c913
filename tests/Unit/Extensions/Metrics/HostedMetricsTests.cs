using Telemetry.Extensions;
using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>Metrics that are in the registry while a host runs, of one host or of several in one process.</summary>
public sealed class HostedMetricsTests : IDisposable
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;

    public HostedMetricsTests() => _registry = new MetricRegistry(_dispatcher);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task Metrics_record_while_the_host_runs_and_leave_with_it()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(static builder => builder.AddMetrics(Count()));
        MetricRegistry registry = host.Registry;

        host.Dispatcher.Execute("order.placed");
        long recorded = registry.Find("order.placed.count")!.Recorded;
        await host.StopAsync();

        Assert.Equal(1, recorded);
        Assert.Empty(registry.List());
    }

    [Fact]
    public async Task Hosts_share_metrics_with_the_same_definition_until_the_last_one_stops()
    {
        await using HostOfATest one = await StartAsync(Count(), Duration());
        await using (await StartAsync(Count(), Duration()))
        {
            _dispatcher.Execute("order.placed");
        }

        _dispatcher.Execute("order.placed");
        Assert.Equal(2, _registry.Find("order.placed.count")!.Recorded);

        await one.StopAsync();
        Assert.Empty(_registry.List());
    }

    [Fact]
    public async Task Metric_of_other_code_is_shared_and_stays()
    {
        Metric count = _registry.Add(Count());
        await using (await StartAsync(Count(), Duration()))
        {
            Assert.Equal(2, _registry.List().Count);
        }

        Assert.Same(count, Assert.Single(_registry.List()));
    }

    public static TheoryData<MetricDefinition> OtherDefinitions =>
    [
        new MetricDefinition("order.placed.count", MetricType.Sum),
        Count(events: "cart.emptied"),
        Count(tags: "country"),
        Count(where: "5*"),
        Count(keep: static (in EventData _) => true),
        Count(lifetime: TimeSpan.FromDays(1)),
        Count(description: "Orders."),
    ];

    [Theory]
    [MemberData(nameof(OtherDefinitions), DisableDiscoveryEnumeration = true)]
    public async Task Metric_with_a_taken_name_and_another_definition_ends_the_start(MetricDefinition other)
    {
        await using HostOfATest one = await StartAsync(Count(where: "200", tags: "country"));

        MetricException error = await Assert.ThrowsAsync<MetricException>(() => StartAsync(Duration(), other));

        Assert.Equal(MetricErrorKind.MetricAlreadyExists, error.Kind);
        Assert.Equal(["order.placed.count"], _registry.List().Select(metric => metric.Definition.Name));
    }

    [Fact]
    public async Task Same_functions_are_the_same_definition()
    {
        await using HostOfATest one = await StartAsync(Filtered());
        await using HostOfATest other = await StartAsync(Filtered());

        Assert.Single(_registry.List());

        static MetricDefinition Filtered() => Count(keep: static (in EventData data) => data.Metadata.IsEmpty);
    }

    [Fact]
    public async Task Hosts_that_start_and_stop_at_once_leave_no_metric()
    {
        for (int round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                await using HostOfATest host = await StartAsync(Count(), Duration());
                Assert.Equal(2, _registry.List().Count);
            })));

            Assert.Empty(_registry.List());
        }
    }

    [Fact]
    public async Task File_is_found_in_the_content_root()
    {
        using var folder = new FolderOfATest();
        File.WriteAllText(folder.PathOf("metrics.json"), """{ "Metrics": [ { "Name": "order.placed.count", "Type": "Counter" } ] }""");

        await using HostOfATest host = await HostOfATest.StartAsync(
            static builder => builder.AddMetricFile("metrics.json"), contentRoot: folder.Path);

        Assert.NotNull(host.Registry.Find("order.placed.count"));
    }

    [Fact]
    public async Task Preset_has_its_metrics_polls_and_sources_while_the_host_runs()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(static builder => builder.AddPreset("Runtime").AddPreset("Http"));
        MetricRegistry registry = host.Registry;

        Assert.Equal(
            MetricFile.ReadPreset("Runtime").Metrics.Count + MetricFile.ReadPreset("Http").Metrics.Count, registry.List().Count);
        Assert.Equal("Runtime", Assert.Single(PollsOf(host.Dispatcher)));
        await host.StopAsync();
        Assert.Empty(registry.List());
        Assert.Empty(PollsOf(host.Dispatcher));

        static string[] PollsOf(TelemetryDispatcher dispatcher) =>
            [.. Telemetry.Polling.Poller.ListAll().Where(poll => poll.Poller.Dispatcher == dispatcher).Select(poll => poll.Name)];
    }

    private static MetricDefinition Count(
        string? events = null,
        string? tags = null,
        string? where = null,
        MetricFilter? keep = null,
        TimeSpan? lifetime = null,
        string? description = null) => new("order.placed.count", MetricType.Counter)
    {
        Events = events is null ? [] : [events],
        Tags = tags is null ? [] : [tags],
        Where = where is null ? [] : [new EventCondition("status", where)],
        Keep = keep,
        Lifetime = lifetime,
        Description = description,
    };

    private static MetricDefinition Duration() => new("order.placed.duration", MetricType.Distribution)
    {
        Buckets = [0.1, 1],
        TagValues = new Dictionary<string, IReadOnlyList<MetadataValue>> { ["country"] = ["AT", "DE"] },
        Tags = ["country"],
    };

    private Task<HostOfATest> StartAsync(params MetricDefinition[] definitions) => HostOfATest.StartAsync(builder =>
    {
        builder.UseDispatcher(_dispatcher);
        builder.Services.Add(new(typeof(MetricRegistry), _registry));
        builder.AddMetrics(definitions);
    });
}
