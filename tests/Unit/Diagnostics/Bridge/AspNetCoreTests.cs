using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>The activities and messages of ASP.NET Core: each request is one start and one stop.</summary>
[Collection(OneAspNetCoreServer.Name)]
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

        await using (AspNetCoreServer server = await AspNetCoreServer.StartOrdersAsync())
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

        await using (AspNetCoreServer server = await AspNetCoreServer.StartOrdersAsync(cancel))
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
            await using AspNetCoreServer server = await AspNetCoreServer.StartOrdersAsync();
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
    [InlineData("orders/7?token=hunter2", "/orders/7", 200)]
    [InlineData("nowhere", "/nowhere", 404)]
    [InlineData("fail", "/fail", 500)]
    public async Task B2_messages_of_a_request_have_its_path_and_status(string path, string expected, int status)
    {
        using SourceRecorder source = new("Microsoft.AspNetCore", SourceKind.DiagnosticListener);

        await using (AspNetCoreServer server = await AspNetCoreServer.StartOrdersAsync())
        {
            await server.GetAsync(path);
            await server.StopAsync();
        }

        Assert.Equal(expected, source.Single(Message + "httprequestin.start").Metadata["url.path"].ToString());
        EventRecord stop = source.Single(Message + "httprequestin.stop");
        Assert.True(stop.Measurements.ContainsKey("duration"));
        Assert.Equal("GET", stop.Metadata["http.request.method"].ToString());
        Assert.Equal($"{status}", stop.Metadata["http.response.status_code"].ToString());
        Assert.DoesNotContain(source.Records, record => record.ToString().Contains("hunter2", StringComparison.Ordinal));
        Assert.Empty(source.Source.Dropped);
    }

    [Fact]
    public async Task B2_unhandled_exception_of_a_request_is_one_message()
    {
        using SourceRecorder source = new("Microsoft.AspNetCore", SourceKind.DiagnosticListener);

        await using (AspNetCoreServer server = await AspNetCoreServer.StartOrdersAsync())
        {
            await server.GetAsync("throw");
            await server.StopAsync();
        }

        EventRecord failure = source.Single(Message + "unhandledexception");
        Assert.Equal("System.InvalidOperationException", failure.Metadata["exception.type"].ToString());
        Assert.Equal("/throw", failure.Metadata["url.path"].ToString());
    }
}
