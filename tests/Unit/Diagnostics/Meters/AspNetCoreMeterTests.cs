using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>The instruments of ASP.NET Core: requests by route and status.</summary>
[Collection(OneAspNetCoreServer.Name)]
public sealed class AspNetCoreMeterTests
{
    private const string Root = "microsoft.aspnetcore.hosting.http.server.";

    [Theory]
    [InlineData("orders/7", 200, "/orders/{id:int}", null)]
    [InlineData("nowhere", 404, null, null)]
    [InlineData("fail", 500, "/fail", null)]
    [InlineData("throw", 500, "/throw", "System.InvalidOperationException")]
    public async Task B3_request_is_measured_once_by_route_and_status(string path, int status, string? route, string? error)
    {
        using SourceRecorder source = new("Microsoft.AspNetCore.Hosting", SourceKind.Meter);

        await using (AspNetCoreServer server = await AspNetCoreServer.StartOrdersAsync())
        {
            Assert.Equal(status, await server.GetAsync(path));
            await server.StopAsync();
        }

        EventRecord request = source.Single(Root + "request.duration");
        Assert.Equal(["value"], request.Measurements.Keys);
        Assert.Equal("GET", request.Metadata["http.request.method"].ToString());
        Assert.Equal($"{status}", request.Metadata["http.response.status_code"].ToString());
        Assert.Equal(route, Text(request, "http.route"));
        Assert.Equal(error, Text(request, "error.type"));
        Assert.Equal(
            ["1", "-1"],
            source.Records.Where(record => record.EventName.ToString().ToString() == Root + "active_requests")
                .Select(record => record.Measurements["value"].ToString()));
    }

    [Fact]
    public async Task B3_request_that_the_client_gives_up_has_status_499()
    {
        using SourceRecorder source = new("Microsoft.AspNetCore.Hosting", SourceKind.Meter);
        using var cancel = new CancellationTokenSource();

        await using (AspNetCoreServer server = await AspNetCoreServer.StartOrdersAsync(cancel))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.GetAsync("hang", cancel.Token));
            await server.StopAsync();
        }

        Assert.Equal("499", source.Single(Root + "request.duration").Metadata["http.response.status_code"].ToString());
    }

    private static string? Text(EventRecord record, string key) =>
        record.Metadata.TryGetValue(key, out MetadataValue value) ? value.ToString() : null;
}
