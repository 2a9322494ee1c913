using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.AspNetCore;
using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.AspNetCore;

[Trait("Category", "Slow")]
[Collection(OneAspNetCoreServer.Name)]
public sealed class TelemetryEndpointRouteBuilderExtensionsTests
{
    private const string Jobs = "# HELP job_total Counter job.count.\n# TYPE job_total counter\njob_total 3\n";

    [Theory]
    [InlineData(null, "text/plain; version=0.0.4; charset=utf-8", Jobs)]
    [InlineData("text/plain", "text/plain; version=0.0.4; charset=utf-8", Jobs)]
    [InlineData(
        "application/openmetrics-text;version=1.0.0,text/plain;q=0.5",
        "application/openmetrics-text; version=1.0.0; charset=utf-8",
        "# HELP job Counter job.count.\n# TYPE job counter\njob_total 3\n# EOF\n")]
    public async Task Client_gets_the_format_that_it_prefers(string? accept, string contentType, string text)
    {
        await using MetricsSite site = await MetricsSite.StartAsync(app => app.MapTelemetryMetrics());
        site.Count(3);

        using HttpResponseMessage response = await site.SendAsync(HttpMethod.Get, accept: accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(MediaTypeHeaderValue.Parse(contentType), response.Content.Headers.ContentType);
        Assert.Equal("Accept", Assert.Single(response.Headers.Vary));
        Assert.Equal(text, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Head_has_the_length_and_no_body()
    {
        await using MetricsSite site = await MetricsSite.StartAsync(app => app.MapTelemetryMetrics());
        site.Count(3);

        using HttpResponseMessage response = await site.SendAsync(HttpMethod.Head);

        Assert.Equal((HttpStatusCode.OK, Jobs.Length), (response.StatusCode, response.Content.Headers.ContentLength));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Other_methods_are_refused()
    {
        await using MetricsSite site = await MetricsSite.StartAsync(app => app.MapTelemetryMetrics());

        using HttpResponseMessage response = await site.SendAsync(HttpMethod.Post);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Registry_of_the_options_takes_the_place_of_that_of_the_services()
    {
        using var other = new MetricsOfATest();
        other.Count(7);
        await using MetricsSite site = await MetricsSite.StartAsync(app =>
        {
            app.MapTelemetryMetrics();
            app.MapTelemetryMetrics("/other", options => options.Registry = other.Registry);
        });
        site.Count(3);

        Assert.EndsWith("job_total 3\n", await site.GetAsync(), StringComparison.Ordinal);
        Assert.EndsWith("job_total 7\n", await site.GetAsync("other"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_of_the_process_are_served_if_the_services_have_no_registry()
    {
        MetricRegistry.Default.Add(new("aspnetcore.test.count", MetricType.Counter) { Events = ["aspnetcore.test"] });
        try
        {
            await using MetricsSite site = await MetricsSite.StartAsync(
                app => app.MapTelemetryMetrics(configure: options => options.Metrics = ["aspnetcore.test.*"]),
                services => services.Remove(services.Single(service => service.ServiceType == typeof(MetricRegistry))));
            TelemetryDispatcher.Default.Execute("aspnetcore.test");

            Assert.EndsWith("aspnetcore_test_total 1\n", await site.GetAsync(), StringComparison.Ordinal);
        }
        finally
        {
            MetricRegistry.Default.Remove("aspnetcore.test.count");
        }
    }

    [Fact]
    public async Task Options_select_metrics_by_name_and_group_and_add_a_prefix()
    {
        await using MetricsSite site = await MetricsSite.StartAsync(app =>
        {
            app.MapTelemetryMetrics("/names", options => options.Metrics = ["mail.*"]);
            app.MapTelemetryMetrics("/group", options => options.Group = "Ops");
            app.MapTelemetryMetrics("/prefix", options => options.Prefix = "shop");
        });
        site.Registry.Add(new("mail.count", MetricType.Counter) { Events = ["job.done"] });
        site.Registry.Add(new("disk.count", MetricType.Counter) { Events = ["job.done"], Group = "ops" });
        site.Count();

        Assert.Equal("# HELP mail_total Counter mail.count.\n# TYPE mail_total counter\nmail_total 1\n", await site.GetAsync("names"));
        Assert.Equal("# HELP disk_total Counter disk.count.\n# TYPE disk_total counter\ndisk_total 1\n", await site.GetAsync("group"));
        Assert.Contains("\nshop_job_total 1\n", await site.GetAsync("prefix"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_is_not_valid_is_an_error_of_the_mapping()
    {
        await Assert.ThrowsAsync<MetricException>(() => MetricsSite.StartAsync(
            app => app.MapTelemetryMetrics(configure: options => options.Metrics = ["a b"])));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Failure_is_a_status_500_with_the_reason_in_the_log(string method)
    {
        await using MetricsSite site = await MetricsSite.StartAsync(app => app.MapTelemetryMetrics());
        site.Registry.Dispose();

        using HttpResponseMessage response = await site.SendAsync(new HttpMethod(method));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("registry", text, StringComparison.Ordinal);
        Assert.Equal(["The metrics at /metrics could not be collected"], site.Log.At(LogLevel.Error));
    }

    [Fact]
    public async Task Large_response_is_complete()
    {
        await using MetricsSite site = await MetricsSite.StartAsync(app => app.MapTelemetryMetrics());
        site.Registry.Add(new("big.count", MetricType.Counter) { Events = ["big"], Tags = ["n"], SeriesLimit = 20_000 });
        for (int i = 0; i < 10_000; i++)
        {
            site.Registry.Dispatcher.Execute("big", [], [new("n", i.ToString(CultureInfo.InvariantCulture))]);
        }

        string text = await site.GetAsync();

        Assert.Equal(10_000, text.Split('\n').Count(line => line.StartsWith("big_total{", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Conventions_such_as_authorization_apply_to_the_route()
    {
        await using MetricsSite site = await MetricsSite.StartAsync(
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapTelemetryMetrics().RequireAuthorization();
                app.MapTelemetryMetrics("/open");
            },
            services =>
            {
                services.AddAuthentication("None").AddScheme<AuthenticationSchemeOptions, NobodyIsKnown>("None", null);
                services.AddAuthorization();
            });

        using HttpResponseMessage closed = await site.SendAsync(HttpMethod.Get);
        using HttpResponseMessage open = await site.SendAsync(HttpMethod.Get, "open");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (closed.StatusCode, open.StatusCode));
    }

    // The header Host is compared by RequireHost, and a client writes it as it likes.
    [Fact]
    public async Task Port_of_the_options_is_that_of_the_connection_and_not_of_a_header()
    {
        int port = ServerProcess.FreePorts(1)[0];
        await using MetricsSite site = await MetricsSite.StartAsync(app =>
        {
            app.Urls.Add("http://127.0.0.1:0");
            app.Urls.Add($"http://127.0.0.1:{port}");
            app.MapTelemetryMetrics(configure: options => options.Port = port);
        });
        site.Count(3);
        using var forged = new HttpRequestMessage(HttpMethod.Get, "metrics") { Headers = { Host = $"127.0.0.1:{port}" } };

        using HttpResponseMessage elsewhere = await site.Client.SendAsync(forged, TestContext.Current.CancellationToken);
        string there = await site.GetAsync($"http://127.0.0.1:{port}/metrics");

        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Empty(await elsewhere.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Jobs, there);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public void Port_that_is_out_of_range_is_refused(int port) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MetricsEndpointOptions { Port = port });

    private sealed class NobodyIsKnown(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());
    }
}
