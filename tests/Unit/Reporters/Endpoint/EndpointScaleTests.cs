using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>100,000 series.</summary>
[Trait("Category", "Slow")]
[Collection(MemoryOfTheProcess.Name)]
public sealed class EndpointScaleTests : IDisposable
{
    private const int Series = 100_000;

    private readonly MetricsOfATest _metrics = new();
    private readonly PrometheusEndpoint _endpoint;

    public EndpointScaleTests()
    {
        _metrics.AddSeries(Series);
        _endpoint = EndpointOfATest.Start(_metrics.Registry);
    }

    public void Dispose()
    {
        _endpoint.Dispose();
        _metrics.Dispose();
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public void R4_all_series_are_scraped_whole_while_two_slow_readers_hang_on(string encoding)
    {
        using RawClient first = StartSlowReader();
        using RawClient second = StartSlowReader();

        RawResponse response = RawClient.GetMetrics(_endpoint, $"Accept-Encoding: {encoding}");

        Assert.Equal(200, response.Status);
        Assert.Equal($"{response.Body.Length}", response["Content-Length"]);
        Assert.Equal(Series, response.Text.Split('\n').Count(line => line.StartsWith("request_total{", StringComparison.Ordinal)));
        Assert.Equal(Written.Prometheus(_metrics.Registry.Collect()), response.Text);
    }

    // Of the snapshot, nothing is kept.
    [Fact]
    public void R4_response_that_is_read_slowly_holds_the_memory_of_its_text()
    {
        RawResponse response = RawClient.GetMetrics(_endpoint);
        using RawClient slow = StartSlowReader();
        long one = Held();
        using RawClient other = StartSlowReader();

        Assert.InRange(Held() - one, response.Body.Length * 0.5, response.Body.Length * 1.5);
    }

    private static long Held() => GC.GetTotalMemory(forceFullCollection: true);

    private RawClient StartSlowReader()
    {
        var client = new RawClient(_endpoint, isSlowReader: true);
        client.Send(RawClient.Get);
        client.WaitForResponse();
        return client;
    }
}
