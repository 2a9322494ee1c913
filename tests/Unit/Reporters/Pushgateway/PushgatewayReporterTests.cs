using System.Globalization;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>Options, and the faults of servers.</summary>
[Trait("Category", "Slow")]
public sealed class PushgatewayReporterTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private readonly MetricsOfATest _metrics = new();
    private readonly List<IDisposable> _disposables = [];

    public void Dispose()
    {
        // The servers first, so that no reporter waits for them.
        _disposables.OfType<StandInServer>().ToList().ForEach(server => server.Dispose());
        _disposables.ForEach(one => one.Dispose());
        _metrics.Dispose();
    }

    [Theory]
    [InlineData("push.example.com", "push.example.com")]
    [InlineData("/metrics", "/metrics")]
    [InlineData("localhost:9091", "localhost:9091")]
    [InlineData("user:secret@localhost:9091", "localhost:9091")]
    [InlineData("ftp://user:secret@localhost", "ftp://localhost")]
    [InlineData("http://user:secret@localhost/?token=secret", "http://localhost/?…")]
    [InlineData("http://localhost/#secret", "http://localhost/#…")]
    public void R6_address_that_is_not_one_of_a_server_is_refused_without_credentials(string uri, string shown)
    {
        var e = Assert.Throws<ReporterException>(() => new PushgatewayReporter(Options(new Uri(uri, UriKind.RelativeOrAbsolute))));

        Assert.Equal((ReporterErrorKind.InvalidUri, shown), (e.Kind, e.Target));
        Assert.StartsWith($"'{shown}' is not the address of a Pushgateway: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a-b")]
    [InlineData("1a")]
    [InlineData("__a")]
    [InlineData("ä")]
    [InlineData("job")]
    [InlineData("kind")]
    public void R6_label_that_cannot_be_in_a_grouping_key_is_refused(string label)
    {
        var e = Assert.Throws<ReporterException>(() => new PushgatewayReporter(Options(
            key: new Dictionary<string, string> { [label] = "x" }, groupTags: ["kind"])));

        Assert.Equal((ReporterErrorKind.InvalidGroupingKey, label), (e.Kind, e.Target));
    }

    [Theory]
    [InlineData("job")]
    [InlineData("a.b", "a_b")]
    public void R6_tag_that_cannot_make_groups_is_refused(params string[] tags) => Assert.Equal(
        ReporterErrorKind.InvalidGroupingKey,
        Assert.Throws<ReporterException>(() => new PushgatewayReporter(Options(groupTags: tags))).Kind);

    [Fact]
    public void R6_job_without_a_name_is_refused() => Assert.Equal(
        ReporterErrorKind.InvalidGroupingKey,
        Assert.Throws<ReporterException>(() => new PushgatewayReporter(new() { Uri = new("http://localhost"), Job = "" })).Kind);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(60_001)]
    public void R6_timeout_out_of_range_is_refused(int milliseconds) => Assert.Equal(
        ReporterErrorKind.InvalidOption,
        Assert.Throws<ReporterException>(
            () => new PushgatewayReporter(Options(timeout: TimeSpan.FromMilliseconds(milliseconds)))).Kind);

    [Theory]
    [InlineData("http://localhost", "user", "secret", "token")]
    [InlineData("http://user:secret@localhost", "user", "secret", null)]
    [InlineData("http://user:secret@localhost", null, null, "token")]
    [InlineData("http://localhost", null, "secret", null)]
    [InlineData("http://localhost", "us:er", "secret", null)]
    [InlineData("http://localhost", null, null, "secret\r\nX: y")]
    [InlineData("http://localhost", null, null, "")]
    public void R6_credentials_that_are_not_clear_are_refused(string uri, string? user, string? password, string? token)
    {
        var e = Assert.Throws<ReporterException>(
            () => new PushgatewayReporter(Options(new Uri(uri), user: user, password: password, token: token)));

        Assert.Equal(ReporterErrorKind.InvalidOption, e.Kind);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MetricType.Counter, "instance", "instance")]
    [InlineData(MetricType.Counter, "http.route", "http_route")]
    [InlineData(MetricType.Counter, "job", "job")]
    [InlineData(MetricType.Distribution, "other", "le")]
    [InlineData(MetricType.Summary, "other", "quantile")]
    public void R6_label_that_the_server_would_overwrite_is_refused_at_the_start(MetricType type, string tag, string label)
    {
        _metrics.Registry.Add(new("a.b", type) { Tags = [tag], Buckets = type == MetricType.Distribution ? [1] : [] });
        PushgatewayReporter reporter = Create(Options(
            key: new Dictionary<string, string> { ["instance"] = "x", ["http_route"] = "x", ["le"] = "x", ["quantile"] = "x" }));

        var e = Assert.Throws<ReporterException>(reporter.Start);

        Assert.Equal((ReporterErrorKind.InvalidGroupingKey, label), (e.Kind, e.Target));
        Assert.StartsWith($"The label '{label}' of the metric 'a.b' is in the grouping key, too", e.Message, StringComparison.Ordinal);
        Assert.Equal(ReporterState.Created, reporter.State);
    }

    [Fact]
    public void R6_metric_that_is_not_reported_may_have_any_label()
    {
        _metrics.Registry.Add(new("a.b", MetricType.Counter) { Tags = ["instance"] });
        StandInServer server = Serve(_ => Ok);

        Create(Options(server.Uri, key: new Dictionary<string, string> { ["instance"] = "x" }, metrics: ["job.*"])).Start();
    }

    [Theory]
    [InlineData("http://us%C3%A4r:se%2Fcret@localhost", null, null, null, "Basic dXPDpHI6c2UvY3JldA==")]
    [InlineData("http://user@localhost", null, null, null, "Basic dXNlcjo=")]
    [InlineData("http://localhost", "user", "se:cret", null, "Basic dXNlcjpzZTpjcmV0")]
    [InlineData("http://localhost", null, null, "to.ken=", "Bearer to.ken=")]
    public async Task R6_credentials_are_a_header_and_nothing_else(
        string uri, string? user, string? password, string? token, string expected)
    {
        StandInServer server = Serve(request =>
            StandInServer.Reply("401 Unauthorized", $"no {request.Replace("\r\n", " ", StringComparison.Ordinal)}"));
        Uri address = new UriBuilder(uri) { Host = "127.0.0.1", Port = server.Port, Path = "/base/" }.Uri;
        Recorder recorder = _metrics.Dispatcher.RecordSpans("telemetry.reporter.report");
        PushgatewayReporter reporter = Create(Options(address, user: user, password: password, token: token));
        reporter.Start();

        Assert.False(await reporter.FlushAsync(Threads.Patience));

        Assert.Contains($"\r\nAuthorization: {expected}\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.Equal($"http://127.0.0.1:{server.Port}/base/metrics/job/test", reporter.Target);
        string shown = reporter + reporter.LastError
            + string.Concat(recorder.Records.SelectMany(record => record.Metadata.Select(entry => entry.Value.ToString())));
        Assert.Contains("the server answered 401 Unauthorized: no PUT", reporter.LastError!, StringComparison.Ordinal);
        Assert.All(
            ["cret", "to.ken=", expected.Split(' ')[1]],
            secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task R6_request_is_the_text_of_prometheus_with_its_type()
    {
        StandInServer server = Serve(_ => Ok);
        _metrics.Count(2);
        PushgatewayReporter reporter = Start(Options(server.Uri, method: PushMethod.Post));

        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        const string Body = "# HELP job_total Counter job.count.\n# TYPE job_total counter\njob_total 2\n";
        Assert.Equal(
            $"POST /metrics/job/test HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nUser-Agent: Telemetry\r\n"
                + $"Content-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {Body.Length}\r\n\r\n{Body}",
            server.Requests[^1]);
        Assert.Equal(Body.Length, reporter.LastSize!.Value.Bytes);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 202 Accepted\r\nConnection: close\r\n\r\n")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nA: b\r\n\r\n")]
    public async Task R6_any_form_of_success_is_one(string reply)
    {
        StandInServer server = Serve(_ => reply.StartsWith("HTTP/1.1", StringComparison.Ordinal) ? reply : reply + "Connection: close");
        PushgatewayReporter reporter = Start(Options(server.Uri, groupTags: ["kind"]));
        AddGroups("a", "b");

        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);
    }

    [Theory]
    [InlineData(
        "HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbad\r\n5\r\n name\r\n0\r\n\r\n",
        "the server answered 400 Bad Request: bad name")]
    [InlineData("HTTP/1.1 400\r\nContent-Length: 9\r\n\r\n\n\n a\u001b[2J\n", "the server answered 400: a [2J")]
    [InlineData(
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf",
        "the server answered 400 Bad Request: half")]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>", "the server answered 502 Bad Gateway")]
    [InlineData(
        "HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: https://user:secret@other/x?secret#secret\r\n\r\n",
        "the server redirects (301 Moved) to https://other/x, which is not followed")]
    [InlineData(
        "HTTP/1.1 307 T\r\nContent-Length: 0\r\nLocation: /login\r\n\r\n",
        "the server redirects (307 T) to http://{0}/login, which is not followed")]
    [InlineData("HTTP/1.1 304 Not Modified\r\n\r\n", "the server redirects (304 Not Modified) to no address, which is not followed")]
    [InlineData("SSH-2.0-OpenSSH\r\nConnection: close", "the server gave no answer: the answer of the server is not HTTP")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nConnection: close",
        "the server gave no answer: the server closed the connection without a whole answer")]
    [InlineData(null, "the server gave no answer: the server closed the connection without a whole answer")]
    public async Task R6_answer_that_is_no_success_is_shown(string? reply, string expected)
    {
        StandInServer server = Serve(_ => reply);
        PushgatewayReporter reporter = Start(Options(server.Uri));

        Assert.False(await reporter.FlushAsync(Threads.Patience));

        Assert.Equal(string.Format(CultureInfo.InvariantCulture, expected, server.Uri.Authority), reporter.LastError);
    }

    [Fact]
    public async Task R6_long_answer_is_cut()
    {
        StandInServer server = Serve(_ => StandInServer.Reply("400 Bad Request", new string('x', 1_000_000)));
        PushgatewayReporter reporter = Start(Options(server.Uri));

        Assert.False(await reporter.FlushAsync(Threads.Patience));

        Assert.Equal($"the server answered 400 Bad Request: {new string('x', 200)}…", reporter.LastError);
    }

    [Fact]
    public async Task R6_host_that_does_not_exist_is_named()
    {
        PushgatewayReporter reporter = Start(Options(new Uri("http://telemetry.invalid:9091")));

        Assert.False(await reporter.FlushAsync(Threads.Patience));

        Assert.StartsWith("the host 'telemetry.invalid' was not found: ", reporter.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R6_group_that_fails_leaves_the_others()
    {
        StandInServer server = Serve(request =>
            request.Contains("/kind/b ", StringComparison.Ordinal) ? StandInServer.Reply("400 Bad Request", "not b")
            : request.Contains("/kind/c ", StringComparison.Ordinal) ? null
            : Ok);
        AddGroups("a", "b", "c", "d");
        PushgatewayReporter reporter = Start(Options(server.Uri, groupTags: ["kind"]));

        Assert.False(await reporter.FlushAsync(Threads.Patience));

        Assert.Equal("2 of 5 groups failed: the server answered 400 Bad Request: not b", reporter.LastError);
        Assert.Contains(server.Requests, request => request.StartsWith("PUT /metrics/job/test/kind/d ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task R6_groups_are_pushed_on_one_connection_and_again_if_the_server_closed_it()
    {
        int answered = 0;
        StandInServer server = Serve(_ => ++answered == 3 ? null : Ok);
        AddGroups("a", "b", "c");
        PushgatewayReporter reporter = Create(Options(server.Uri, groupTags: ["kind"]));
        reporter.Start();

        Assert.True(await reporter.StopAsync(Threads.Patience), reporter.LastError);

        // One for each report, and one after the third request.
        Assert.Equal(server.Requests.Length == 5 ? 2 : 3, server.Connections);
    }

    [Fact]
    public async Task R6_refusal_before_the_whole_body_was_read_is_shown()
    {
        using var listener = new RefusingServer();
        AddSeries();
        PushgatewayReporter reporter = Start(Options(listener.Uri, timeout: TimeSpan.FromSeconds(60)));

        Assert.False(await reporter.FlushAsync(Threads.Patience));

        Assert.Equal("the server answered 413 Too Large: too large", reporter.LastError);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("tls")]
    [InlineData("send")]
    [InlineData("head")]
    [InlineData("body")]
    public async Task R6_push_to_a_server_that_hangs_ends_in_time(string phase)
    {
        PushgatewayReporter reporter = Start(Options(HangingServer(phase), timeout: TimeSpan.FromMilliseconds(300)));

        Assert.False(await reporter.FlushAsync(Threads.Patience));

        Assert.Equal(
            phase == "body" ? "the server answered 400 Bad Request: half" : "the server did not answer in time", reporter.LastError);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("tls")]
    [InlineData("send")]
    [InlineData("head")]
    public async Task R6_stop_during_a_push_to_a_server_that_hangs_is_bounded(string phase)
    {
        PushgatewayReporter reporter = Start(Options(HangingServer(phase), timeout: TimeSpan.FromMinutes(1)));

        // The timeout of a push is longer than this test waits.
        Task<bool> stopped = reporter.StopAsync(TimeSpan.FromMilliseconds(300));
        Assert.False(await stopped.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task R6_push_that_hangs_at_a_stop_is_given_up_for_one_with_the_last_values()
    {
        StandInServer? server = null;
        int requests = 0;
        server = Serve(_ => Interlocked.Increment(ref requests) == 1 ? server!.Hang() : Ok);
        PushgatewayReporter reporter = Start(Options(server.Uri, timeout: TimeSpan.FromMinutes(1)));
        Threads.WaitFor(server.IsAsked);
        _metrics.Count(9);

        Assert.True(await reporter.StopAsync(TimeSpan.FromSeconds(2)), reporter.LastError);

        Assert.Equal(2, server.Requests.Length);
        Assert.EndsWith("job_total 9\n", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task R6_push_that_is_slow_at_a_stop_is_followed_by_one_with_the_last_values()
    {
        using var release = new ManualResetEventSlim();
        StandInServer server = Serve(request =>
        {
            if (request.EndsWith("job_total 0\n", StringComparison.Ordinal))
            {
                Threads.WaitFor(release);
            }

            return Ok;
        });
        PushgatewayReporter reporter = Start(Options(server.Uri, timeout: TimeSpan.FromMinutes(1)));
        Threads.WaitFor(server.IsAsked);
        _metrics.Count(9);

        Task<bool> stopped = reporter.StopAsync(Threads.Patience);
        release.Set();

        Assert.True(await stopped, reporter.LastError);
        Assert.Equal(["job_total 0", "job_total 9"], server.Requests.Select(request => request.TrimEnd().Split('\n')[^1]));
    }

    [Fact]
    public async Task R6_groups_that_cannot_be_deleted_are_a_failure()
    {
        StandInServer server = Serve(request =>
            request.StartsWith("DELETE /metrics/job/test/kind/a ", StringComparison.Ordinal) ? StandInServer.Reply("500 Error") : Ok);
        AddGroups("a", "b");
        PushgatewayReporter reporter = Start(Options(server.Uri, groupTags: ["kind"], deletes: true));
        Assert.True(await reporter.FlushAsync(Threads.Patience), reporter.LastError);

        Assert.False(await reporter.StopAsync(Threads.Patience));

        Assert.Equal("1 of 3 groups failed: the server answered 500 Error", reporter.LastError);
        Assert.Contains(server.Requests, request => request.StartsWith("DELETE /metrics/job/test/kind/b ", StringComparison.Ordinal));
        Assert.Contains(server.Requests, request => request.StartsWith("DELETE /metrics/job/test HTTP", StringComparison.Ordinal));
    }

    private PushgatewayReporterOptions Options(
        Uri? uri = null,
        IReadOnlyDictionary<string, string>? key = null,
        string[]? groupTags = null,
        PushMethod method = PushMethod.Put,
        TimeSpan? timeout = null,
        bool deletes = false,
        string? user = null,
        string? password = null,
        string? token = null,
        string[]? metrics = null) => new()
        {
            Uri = uri ?? new Uri("http://127.0.0.1:1"),
            Job = "test",
            Registry = _metrics.Registry,
            Interval = TimeSpan.FromHours(1),
            Metrics = metrics ?? [],
            GroupingKey = key ?? new Dictionary<string, string>(),
            GroupTags = groupTags ?? [],
            Method = method,
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
            DeleteOnStop = deletes,
            UserName = user,
            Password = password,
            BearerToken = token,
        };

    private PushgatewayReporter Create(PushgatewayReporterOptions options)
    {
        var reporter = new PushgatewayReporter(options);
        _disposables.Add(reporter);
        return reporter;
    }

    private PushgatewayReporter Start(PushgatewayReporterOptions options)
    {
        PushgatewayReporter reporter = Create(options);
        reporter.Start();
        return reporter;
    }

    private StandInServer Serve(Func<string, string?> answer)
    {
        var server = new StandInServer(answer);
        _disposables.Add(server);
        return server;
    }

    private void AddGroups(params string[] kinds)
    {
        _metrics.Registry.Add(new("other.count", MetricType.Counter) { Events = ["other"], Tags = ["kind"] });
        foreach (string kind in kinds)
        {
            _metrics.Dispatcher.Execute("other", [], [new("kind", kind)]);
        }
    }

    // More text than the memory of a connection holds.
    private void AddSeries()
    {
        const int Count = 30_000;
        _metrics.Registry.Add(new("many.count", MetricType.Counter) { Events = ["many"], Tags = ["text"], SeriesLimit = Count });
        for (int i = 0; i < Count; i++)
        {
            _metrics.Dispatcher.Execute("many", [], [new("text", $"{i,250}")]);
        }
    }

    private Uri HangingServer(string phase)
    {
        StandInServer? server = null;
        switch (phase)
        {
            case "connect":
                var full = new FullServer();
                _disposables.Add(full);
                return full.Uri;
            case "tls":
                var silent = new SilentServer();
                _disposables.Add(silent);
                return new UriBuilder(silent.Uri) { Scheme = "https" }.Uri;
            case "send":
                AddSeries();
                var deaf = new SilentServer();
                _disposables.Add(deaf);
                return deaf.Uri;
            case "head":
                server = Serve(_ => server!.Hang());
                return server.Uri;
            default:
                return Serve(_ => "HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\nhalf").Uri;
        }
    }
}
