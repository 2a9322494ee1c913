using System.Diagnostics;
using System.Net;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Requests of HttpClient to a server on loopback, as events.</summary>
public sealed class HttpRequestTests : IDisposable
{
    private readonly WebServer _server = new();
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _events = new();
    private readonly SourceBridge _bridge;
    private readonly TelemetrySource _source;

    // Other tests send requests meanwhile; those of this one belong to its trace.
    private readonly Activity _trace = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

    public HttpRequestTests()
    {
        _bridge = new SourceBridge(_dispatcher);
        _source = _bridge.Enable("system.net.http", SourceKind.Activity);
        string trace = _trace.TraceId.ToHexString();
        _dispatcher.Attach(
            "recorder",
            EventPattern.Parse("http.client.request.*"),
            _events.Handle,
            options: new() { Filter = (in data, _) => data.TryGetMetadata("trace_id", out MetadataValue id) && id.ToString() == trace });
    }

    public void Dispose()
    {
        _bridge.Dispose();
        _server.Dispose();
        _trace.Dispose();
    }

    [Theory]
    [InlineData(200, "unset", null)]
    [InlineData(404, "error", "404")]
    [InlineData(500, "error", "500")]
    public async Task B2_answered_request_is_a_start_and_a_stop(int status, string expected, string? errorType)
    {
        using var client = new HttpClient();
        Uri address = new(_server.At($"{status}?secret=1").ToString().Replace("//", "//user:word@", StringComparison.Ordinal));
        using HttpResponseMessage response = await client.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(["http.client.request.start", "http.client.request.stop"], _events.Names);
        EventRecord stop = _events.Records[1];
        Assert.Equal("GET", stop.Metadata["http.request.method"].ToObject());
        Assert.Equal(status, stop.Metadata["http.response.status_code"].ToObject());
        Assert.Equal("127.0.0.1", stop.Metadata["server.address"].ToObject());
        Assert.Equal(_server.Port, stop.Metadata["server.port"].ToObject());
        Assert.Equal(_server.At($"{status}").ToString(), stop.Metadata["url.full"].ToObject());
        Assert.Equal("client", stop.Metadata["kind"].ToObject());
        Assert.Equal(expected, stop.Metadata["status"].ToObject());
        Assert.Equal(errorType, stop.Metadata.TryGetValue("error.type", out MetadataValue error) ? error.ToObject() : null);
        Assert.IsType<TimeSpan>(stop.Measurements["duration"].ToObject());
    }

    [Fact]
    public async Task B5_listening_adds_the_header_and_does_not_sample()
    {
        using var client = new HttpClient();
        using HttpResponseMessage response = await client.GetAsync(_server.At("200"), TestContext.Current.CancellationToken);

        string span = _events.Records[0].Metadata["span_id"].ToString();
        Assert.Contains(
            $"traceparent: 00-{_trace.TraceId}-{span}-00", _server.LastRequest, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task B2_redirect_is_a_request_of_its_own()
    {
        using var client = new HttpClient();
        using HttpResponseMessage response = await client.GetAsync(_server.At("302"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([302, 200], Ends().Select(end => end.Metadata["http.response.status_code"].ToObject()));
        AssertPaired();
    }

    [Fact]
    public async Task B2_each_attempt_is_a_request_of_its_own()
    {
        using var client = new HttpClient(new Retrying { InnerHandler = new HttpClientHandler() });
        using HttpResponseMessage response = await client.GetAsync(_server.At("503"), TestContext.Current.CancellationToken);

        Assert.Equal(3, Ends().Length);
        Assert.All(Ends(), end => Assert.Equal("http.client.request.stop", end.EventName.ToString()));
        AssertPaired();
    }

    [Fact]
    public async Task B2_refused_connection_is_an_exception()
    {
        using var closed = new WebServer();
        Uri address = closed.At("200");
        closed.Dispose();
        EventRecord end = await FailAsync(address);

        Assert.Equal("connection_error", end.Metadata["error.type"].ToObject());
        Assert.Equal("System.Net.Http.HttpRequestException", end.Metadata["exception.type"].ToObject());
    }

    [Fact]
    public async Task B2_unknown_name_is_an_exception() =>
        Assert.Equal("name_resolution_error", (await FailAsync(new("http://no.such.name.invalid/"))).Metadata["error.type"].ToObject());

    [Fact]
    public async Task B2_failed_handshake_is_an_exception() =>
        Assert.Equal("secure_connection_error", (await FailAsync(_server.At("200", "https"))).Metadata["error.type"].ToObject());

    [Fact]
    public async Task B2_connection_that_is_closed_without_an_answer_is_an_exception() =>
        Assert.Equal("error", (await FailAsync(_server.At("close"))).Metadata["status"].ToObject());

    [Fact]
    public async Task B2_timeout_is_an_exception()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(50) };
        await Assert.ThrowsAsync<TaskCanceledException>(
            () => client.GetAsync(_server.At("hang"), TestContext.Current.CancellationToken));

        Assert.Equal("http.client.request.exception", Assert.Single(Ends()).EventName.ToString());
        AssertPaired();
    }

    [Fact]
    public async Task B2_cancelled_request_is_an_exception()
    {
        using var client = new HttpClient();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task request = client.GetAsync(_server.At("hang"), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);

        Assert.Equal("http.client.request.exception", Assert.Single(Ends()).EventName.ToString());
        AssertPaired();
    }

    [Fact]
    public async Task B4_request_survives_handlers_that_throw_and_that_send_requests()
    {
        using var client = new HttpClient();
        string trace = _trace.TraceId.ToHexString();
        int inner = 0;
        _dispatcher.Attach("failing", "http.client.request.start", (in _, _) => throw new InvalidOperationException());
        _dispatcher.Attach("calling", "http.client.request.stop", (in data, _) =>
        {
            if (data.TryGetMetadata("trace_id", out MetadataValue id) && id.ToString() == trace)
            {
                inner++;
                client.GetAsync(_server.At("201")).GetAwaiter().GetResult().Dispose();
            }
        });
        using HttpResponseMessage response = await client.GetAsync(_server.At("200"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, inner);
        Assert.Single(Ends());
        Assert.True(_source.Suppressed >= 1);
    }

    private async Task<EventRecord> FailAsync(Uri address)
    {
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(address, TestContext.Current.CancellationToken));

        EventRecord end = Assert.Single(Ends());
        Assert.Equal("http.client.request.exception", end.EventName.ToString());
        AssertPaired();
        return end;
    }

    private EventRecord[] Ends() =>
        [.. _events.Records.Where(record => !record.EventName.ToString().EndsWith(".start", StringComparison.Ordinal))];

    private void AssertPaired() => Assert.Equal(
        _events.Records.Except(Ends()).Select(start => start.Metadata["span_id"].ToString()).Order(),
        Ends().Select(end => end.Metadata["span_id"].ToString()).Order());

    private sealed class Retrying : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (int i = 0; i < 2; i++)
            {
                (await base.SendAsync(request, cancellationToken)).Dispose();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
