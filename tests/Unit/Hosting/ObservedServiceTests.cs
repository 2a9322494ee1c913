using System.Globalization;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>The example of a program with an SDK of OpenTelemetry, compared with what arrives at the receiver.</summary>
[Trait("Category", "Slow")]
public sealed class ObservedServiceTests : IAsyncLifetime
{
    // Of 20 orders, each fifth fails.
    private const int Orders = 20;
    private const int Failed = 4;
    private const int Placed = Orders - Failed;

    private OtlpReceiver? _receiver;

    private OtlpReceiver Receiver => _receiver!;

    public async ValueTask InitializeAsync() => _receiver = await OtlpReceiver.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _receiver?.DisposeAsync() ?? default;

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task B6_metrics_arrive_with_the_numbers_that_the_program_counted(string protocol)
    {
        double revenue = await RunAsync(protocol);

        Assert.Equal((8.0, 8.0), (
            Receiver.LastMetric("order.placed").Point("country=AT").Value, Receiver.LastMetric("order.placed").Point("country=CH").Value));
        Assert.Equal(Failed, Receiver.LastMetric("order.failed").Point().Value);
        Assert.Equal((0.0, Orders), (Receiver.LastMetric("order.open").Point().Value, Receiver.LastMetric("order.last").Point().Value));
        OtlpMetric duration = Receiver.LastMetric("order.place.duration");
        Assert.Equal((Placed, Placed), (duration.Point().Count, duration.Point().BucketCounts.Sum()));
        Assert.Equal([0.001, 0.01, 0.1, 1], duration.Point().Bounds);
        OtlpPoint price = Receiver.LastMetric("order.price").Point();
        Assert.Equal((Placed, revenue, Placed), (price.Count, price.Sum, price.Positive.Counts.Sum()));
    }

    [Fact]
    public async Task B6_metrics_arrive_as_the_kinds_and_units_that_the_page_lists()
    {
        await RunAsync("http/protobuf");

        Assert.Equal(
            [
                "order.failed: Sum, monotonic: True, delta: False, unit: ''",
                "order.last: Gauge, monotonic: False, delta: False, unit: ''",
                "order.open: Sum, monotonic: False, delta: False, unit: ''",
                "order.place.duration: Histogram, monotonic: False, delta: False, unit: 's'",
                "order.placed: Sum, monotonic: True, delta: False, unit: ''",
                "order.price: ExponentialHistogram, monotonic: False, delta: False, unit: 'cent'",
            ],
            Receiver.Metrics
                .Where(metric => metric.Name.StartsWith("order.", StringComparison.Ordinal))
                .Select(metric => $"{metric.Name}: {metric.Kind}, monotonic: {metric.IsMonotonic}, delta: {metric.IsDelta}, "
                    + $"unit: '{metric.Unit}'")
                .Distinct()
                .Order(StringComparer.Ordinal));
        Assert.Equal("The orders that were placed.", Receiver.LastMetric("order.placed").Description);
        Assert.All(Receiver.Metrics, metric => Assert.Equal(
            ("Telemetry", "observed-service"), (metric.Scope.Name, metric.Scope.Resource["service.name"])));
    }

    [Fact]
    public async Task B6_differences_arrive_where_the_receiver_wants_them_except_of_what_goes_both_ways()
    {
        await RunAsync("http/protobuf", new KeyValuePair<string, string>("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta"));

        Assert.Equal(
            ["order.failed", "order.place.duration", "order.placed", "order.price"],
            Receiver.Metrics.Where(metric => metric.IsDelta && metric.Name.StartsWith("order.", StringComparison.Ordinal))
                .Select(metric => metric.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            Placed, Receiver.Metrics.Where(metric => metric.Name == "order.placed").Sum(metric => metric.Points.Sum(point => point.Value)));
    }

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task O4_spans_of_the_program_and_of_its_script_are_one_trace_for_each_order(string protocol)
    {
        double revenue = await RunAsync(protocol);

        Assert.Equal(3 * Orders, Receiver.Spans.Count);
        OtlpSpan[][] traces = [.. Receiver.Spans.GroupBy(span => span.TraceId).Select(trace => trace.ToArray())];
        Assert.Equal(Orders, traces.Length);
        Assert.All(traces, trace =>
        {
            OtlpSpan received = Assert.Single(trace, span => span.Name == "receive order");
            OtlpSpan placed = Assert.Single(trace, span => span.Name == "order.place");
            OtlpSpan priced = Assert.Single(trace, span => span.Name == "order.price");
            Assert.Equal(
                (string.Empty, received.SpanId, placed.SpanId), (received.ParentSpanId, placed.ParentSpanId, priced.ParentSpanId));
            Assert.Equal(("ObservedService", "Telemetry", "Telemetry"), (received.Scope.Name, placed.Scope.Name, priced.Scope.Name));
            Assert.Equal(received.Attributes["order.id"], priced.Attributes["order"]);
            Assert.True(placed.Start <= priced.Start && priced.End <= received.End);
        });
        Assert.Equal(revenue, Receiver.Spans.Sum(span => span.Attributes.TryGetValue("price", out object? price)
            ? Convert.ToDouble(price, CultureInfo.InvariantCulture)
            : 0));
    }

    [Fact]
    public async Task O4_failures_of_the_script_arrive_as_errors_of_its_span_and_of_those_around_it()
    {
        await RunAsync("http/protobuf");

        ILookup<OtlpStatus, string> names = Receiver.Spans.ToLookup(span => span.Status, span => span.Name);
        Assert.Equal(
            [("order.place", Failed), ("order.price", Failed)],
            names[OtlpStatus.Error].CountBy(name => name).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
        OtlpSpan failed = Receiver.Spans.First(span => span is { Name: "order.price", Status: OtlpStatus.Error });
        Assert.Equal("Order 5 has no items.", failed.StatusMessage);
        OtlpSpanEvent exception = Assert.Single(failed.Events);
        Assert.Equal(("exception", "Order 5 has no items."), (exception.Name, exception.Attributes["exception.message"]));
        Assert.Contains("price.ps1", $"{exception.Attributes["exception.stacktrace"]}", StringComparison.Ordinal);
    }

    private async Task<double> RunAsync(string protocol, params KeyValuePair<string, string>[] environment)
    {
        Uri endpoint = protocol == "grpc" ? Receiver.GrpcEndpoint : Receiver.HttpEndpoint;
        ProcessResult result = await ProcessRun.RunAsync(
            "dotnet",
            [Repository.PathOfProgram("examples", "ObservedService"), $"{Orders}"],
            environment:
            [
                new("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.AbsoluteUri),
                new("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                .. environment,
            ]);
        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        string[] words = Assert.Single(result.Lines).Split(' ');
        Assert.Equal(($"{Placed}", $"{Failed}"), (words[0], words[3]));
        return double.Parse(words[5], CultureInfo.InvariantCulture);
    }
}
