using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>The activities and messages of ASP.NET Core: each request is one start and one stop.</summary>
[Collection(OneWebServer.Name)]
public sealed class AspNetCoreTests
{
    private const string Request = "http.server.request";
    private const string Message = "microsoft.aspnetcore.hosting.";

    // Decides whether ASP.NET Core's activities have tags, when a server is built.
    private const string TagSwitch = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    [Theory]
    [InlineData("orders/7?token=hunter2", 200)]
    [InlineData("nowhere", 404)]
    [InlineData("fail", 500)]
    [InlineData("throw", 500)]
    public async Task B2_request_is_a_start_and_a_stop(string path, int status)
    {
        using SourceRecorder source = new("Microsoft.AspNetCore", SourceKind.Activity);

        await using (WebServer server = await StartAsync())
        {
            Assert.Equal(status, await server.GetAsync(path));
            await server.StopAsync();
        }

        Assert.Equal([Request + ".start", Request + ".stop"], source.Names);
        EventRecord stop = source.Records[1];
        Assert.Equal(["duration", "monotonic_time"], stop.Measurements.Keys.Order());
        Assert.Equal(["kind", "span_id", "status", "trace_id"], stop.Metadata.Keys.Order());
        Assert.Equal("server", stop.Metadata["kind"].ToString());
        Assert.Equal("unset", stop.Metadata["status"].ToString());
    }

    [Fact]
    public async Task B2_request_that_the_client_gives_up_is_a_start_and_a_stop()
    {
        using SourceRecorder source = new("Microsoft.AspNetCore", SourceKind.Activity);
        using var cancel = new CancellationTokenSource();

        await using (WebServer server = await StartAsync(cancel))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.GetAsync("hang", cancel.Token));
            await server.StopAsync();
        }

        Assert.Equal([Request + ".start", Request + ".stop"], source.Names);
    }

    [Fact]
    public async Task B2_tags_of_requests_exist_where_the_program_asks_for_them()
    {
        using SourceRecorder source = new("Microsoft.AspNetCore", SourceKind.Activity);
        AppContext.SetSwitch(TagSwitch, false);
        try
        {
            await using WebServer server = await StartAsync();
            await server.GetAsync("orders/7?token=hunter2");
            await server.StopAsync();
        }
        finally
        {
            AppContext.SetSwitch(TagSwitch, true);
        }

        EventRecord stop = source.Single(Request + ".stop");
        Assert.Equal("GET", stop.Metadata["http.request.method"].ToString());
        Assert.Equal("/orders/7", stop.Metadata["url.path"].ToString());
        Assert.DoesNotContain("hunter2", stop.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders/7", "httprequestin.stop")]
    [InlineData("nowhere", "httprequestin.stop")]
    [InlineData("throw", "unhandledexception")]
    public async Task B2_messages_of_requests_are_events(string path, string last)
    {
        using SourceRecorder source = new("Microsoft.AspNetCore", SourceKind.DiagnosticListener);

        await using (WebServer server = await StartAsync())
        {
            await server.GetAsync(path);
            await server.StopAsync();
        }

        Assert.Contains(Message + "httprequestin.start", source.Names);
        Assert.Contains(Message + last, source.Names);
    }

    private static Task<WebServer> StartAsync(CancellationTokenSource? cancel = null) => WebServer.StartAsync(application =>
    {
        application.MapGet("/orders/{id:int}", (int id) => $"{id}");
        application.MapGet("/fail", () => Results.StatusCode(500));
        application.MapGet("/throw", string () => throw new InvalidOperationException("broken"));
        application.MapGet("/hang", async (HttpContext context) =>
        {
            cancel?.Cancel();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
    });
}
