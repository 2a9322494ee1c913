using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class NameCollisionTests
{
    public static TheoryData<MetricDefinition, MetricDefinition> Collisions => new()
    {
        { Counter("job"), Gauge("job_total") },
        { Counter("job.count"), Gauge("job.total") },
        { Counter("job.count"), Counter("job.total") },
        { Counter("job.count"), Gauge("JOB") },
        { Counter("job"), Gauge("job.created") },
        { Summary("x"), Gauge("x_sum") },
        { Summary("x"), Gauge("x.count") },
        { Summary("x"), Gauge("x_created") },
        { Distribution("x"), Gauge("x_bucket") },
        { Distribution("x"), Summary("x_sum") },
        { Gauge("x.y"), Gauge("x_y") },
        { Gauge("x.y"), Gauge("x-y") },
        { Gauge("x", "second"), Gauge("x.seconds") },
        { Summary("x", "second"), Gauge("x.seconds.sum") },
        { Gauge("x.y", "second"), Gauge("x_y", "byte") },
        { Gauge("x.y", "second"), Gauge("x_y") },
        { Sum("disk", "byte"), Gauge("disk_bytes_total") },
        { Gauge("1.x"), Gauge("_1.x") },
    };

    [Theory]
    [MemberData(nameof(Collisions))]
    public void M13_metrics_that_share_an_exported_name_are_refused_in_either_order(MetricDefinition one, MetricDefinition other)
    {
        CheckRefusal(one, other);
        CheckRefusal(other, one);
    }

    public static TheoryData<MetricDefinition, MetricDefinition> Neighbors => new()
    {
        { Gauge("x"), Gauge("x_total") },
        { Gauge("x"), Summary("x.sum") },
        { Summary("x"), Gauge("x_bucket") },
        { Counter("x"), Gauge("x_sum") },
        { Gauge("x.y"), Gauge("x.yz") },
        { Distribution("web.request.stop.duration", "second"), Counter("web.request.stop.count") },
        { Gauge("vm.memory", "byte"), Gauge("vm.memory.total", "byte") },
    };

    [Theory]
    [MemberData(nameof(Neighbors))]
    public void M13_names_that_the_types_do_not_export_are_free(MetricDefinition one, MetricDefinition other)
    {
        using var registry = new MetricRegistry(new TelemetryDispatcher());

        Assert.Equal(2, registry.AddMany([one, other]).Count);
    }

    [Fact]
    public void M13_a_collision_among_metrics_that_are_added_together_adds_none()
    {
        using var registry = new MetricRegistry(new TelemetryDispatcher());

        Assert.Throws<MetricException>(() => registry.AddMany([Gauge("a"), Counter("job"), Gauge("job_total")]));

        Assert.Empty(registry.List());
    }

    [Fact]
    public void M13_a_metric_that_is_replaced_collides_no_longer()
    {
        using var registry = new MetricRegistry(new TelemetryDispatcher());
        registry.Add(Counter("job"));

        registry.Replace(Gauge("job"));
        registry.Add(Gauge("job_total"));

        MetricException error = Assert.Throws<MetricException>(() => registry.Replace(Counter("job")));
        Assert.Equal(MetricErrorKind.MetricNameCollision, error.Kind);
        Assert.Equal(MetricType.LastValue, registry.Find("job")?.Definition.Type);
    }

    private static void CheckRefusal(MetricDefinition existing, MetricDefinition added)
    {
        using var registry = new MetricRegistry(new TelemetryDispatcher());
        registry.Add(existing);

        MetricException error = Assert.Throws<MetricException>(() => registry.Add(added));

        Assert.Equal(MetricErrorKind.MetricNameCollision, error.Kind);
        Assert.Contains($"'{existing.Name}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(added.Name, error.Target);
        Assert.Single(registry.List());
    }

    private static MetricDefinition Counter(string name) => new(name, MetricType.Counter) { Events = ["e"] };

    private static MetricDefinition Gauge(string name, string? unit = null) =>
        new(name, MetricType.LastValue) { Events = ["e"], Unit = unit };

    private static MetricDefinition Sum(string name, string? unit = null) => new(name, MetricType.Sum) { Events = ["e"], Unit = unit };

    private static MetricDefinition Summary(string name, string? unit = null) =>
        new(name, MetricType.Summary) { Events = ["e"], Unit = unit };

    private static MetricDefinition Distribution(string name, string? unit = null) =>
        new(name, MetricType.Distribution) { Events = ["e"], Unit = unit, Buckets = [1] };
}
