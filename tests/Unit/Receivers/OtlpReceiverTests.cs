using System.Diagnostics;
using OpenTelemetry.Exporter;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Receivers;

/// <summary>The receiver of OTLP that tests use, with the SDK of OpenTelemetry as the sender.</summary>
[Trait("Category", "Slow")]
public sealed class OtlpReceiverTests
{
    public static TheoryData<OtlpExportProtocol, int> ProtocolsAndSignals =>
    [
        .. from protocol in s_protocols from signal in Enum.GetValues<OtlpSignal>() select (protocol, (int)signal),
    ];

    public static TheoryData<OtlpExportProtocol> Protocols => [.. s_protocols];

#pragma warning disable CS0618 // gRPC is supported on .NET.
    private static readonly OtlpExportProtocol[] s_protocols = [OtlpExportProtocol.HttpProtobuf, OtlpExportProtocol.Grpc];
#pragma warning restore

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Metrics_of_all_kinds_are_read(OtlpExportProtocol protocol)
    {
        await using OtlpReceiver receiver = await StartAsync();
        using SdkSender sender = Sender(receiver, protocol);
        DateTimeOffset before = DateTimeOffset.UtcNow;

        sender.SendMetrics();

        await receiver.WaitForAsync(r => r.Metrics.Count >= 5);
        OtlpMetric count = receiver.LastMetric("count");
        Assert.Equal((OtlpMetricKind.Sum, true, false), (count.Kind, count.IsMonotonic, count.IsDelta));
        Assert.Equal(("{job}", "The jobs."), (count.Unit, count.Description));
        Assert.Equal((2.0, true), (count.Point("route=/a").Value, count.Point("route=/a").IsInteger));
        OtlpPoint tagged = count.Point("status=200", "route=/b");
        Assert.Equal(3, tagged.Value);
        Assert.Equal(200L, tagged.Attributes["status"]);
        Assert.InRange(tagged.Time, before.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.InRange(tagged.StartTime, before.AddMinutes(-1), tagged.Time);
        Assert.Equal(("1.2", "sender", "test"), (
            count.Scope.Version, count.Scope.Resource["service.name"], count.Scope.Resource["deployment.environment"]));
        OtlpMetric level = receiver.LastMetric("level");
        Assert.Equal(
            (OtlpMetricKind.Sum, false, -2.5, false),
            (level.Kind, level.IsMonotonic, level.Point().Value, level.Point().IsInteger));
        Assert.Equal((OtlpMetricKind.Gauge, 7.0), (receiver.LastMetric("state").Kind, receiver.LastMetric("state").Point().Value));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Histograms_are_read_with_bounds_and_as_exponential_ones(OtlpExportProtocol protocol)
    {
        await using OtlpReceiver receiver = await StartAsync();
        using SdkSender sender = Sender(receiver, protocol);

        sender.SendMetrics();

        await receiver.WaitForAsync(r => r.Metrics.Count >= 5);
        OtlpMetric bounds = receiver.LastMetric("bounds");
        OtlpPoint plain = bounds.Point();
        Assert.Equal((OtlpMetricKind.Histogram, "s"), (bounds.Kind, bounds.Unit));
        Assert.Equal([1, 10], plain.Bounds);
        Assert.Equal([1, 1, 1], plain.BucketCounts);
        Assert.Equal((3L, 55.5, 0.5, 50.0), (plain.Count, plain.Sum, plain.Min, plain.Max));
        OtlpMetric exponential = receiver.LastMetric("exponential");
        OtlpPoint point = exponential.Point();
        Assert.Equal(OtlpMetricKind.ExponentialHistogram, exponential.Kind);
        Assert.Equal((4L, 1L, 55.5), (point.Count, point.ZeroCount, point.Sum));
        Assert.Equal(3, point.Positive.Counts.Sum());
        Assert.Empty(point.Negative.Counts);

        // The first bucket above (base ^ offset, base ^ (offset + 1)] has the smallest value.
        double low = Math.Pow(2, point.Positive.Offset * Math.Pow(2, -point.Scale));
        Assert.InRange(0.5, low, low * Math.Pow(2, Math.Pow(2, -point.Scale)) * 1.0001);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Spans_are_read_with_parents_failures_and_attributes(OtlpExportProtocol protocol)
    {
        await using OtlpReceiver receiver = await StartAsync();
        using SdkSender sender = Sender(receiver, protocol);

        using (Activity outer = sender.Source.StartActivity("outer", ActivityKind.Client)!)
        using (Activity inner = sender.Source.StartActivity("inner")!)
        {
            inner.SetTag("text", "t").SetTag("number", 3).SetTag("ratio", 0.5).SetTag("flag", true).SetTag("list", new[] { "a", "b" });
            inner.AddException(new InvalidOperationException("broken"));
            inner.SetStatus(ActivityStatusCode.Error, "it failed");
        }

        await receiver.WaitForAsync(r => r.Spans.Count == 2);
        OtlpSpan child = receiver.Spans[0];
        OtlpSpan parent = receiver.Spans[1];
        Assert.Equal(("inner", parent.SpanId, parent.TraceId), (child.Name, child.ParentSpanId, child.TraceId));
        Assert.Equal((string.Empty, OtlpSpanKind.Client, OtlpStatus.Unset), (parent.ParentSpanId, parent.Kind, parent.Status));
        Assert.Equal((16, 32), (child.SpanId.Length, child.TraceId.Length));
        Assert.InRange(child.Duration, TimeSpan.Zero, parent.Duration);
        Assert.Equal((OtlpStatus.Error, "it failed"), (child.Status, child.StatusMessage));
        Assert.Equal(("t", 3L, 0.5, true), (
            child.Attributes["text"], child.Attributes["number"], child.Attributes["ratio"], child.Attributes["flag"]));
        Assert.Equal(["a", "b"], Assert.IsType<object?[]>(child.Attributes["list"]));
        OtlpSpanEvent failure = Assert.Single(child.Events);
        Assert.Equal(("exception", "broken"), (failure.Name, failure.Attributes["exception.message"]));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Log_records_are_read_with_their_trace_and_the_name_of_the_event(OtlpExportProtocol protocol)
    {
        await using OtlpReceiver receiver = await StartAsync();
        using SdkSender sender = Sender(receiver, protocol);

        using (sender.Source.StartActivity("outer"))
        {
            sender.Log("done");
        }

        await receiver.WaitForAsync(r => r.Logs.Count == 1 && r.Spans.Count == 1);
        OtlpLog log = receiver.Logs[0];
        OtlpSpan span = receiver.Spans[0];
        Assert.Equal(("done", 13, "category"), (log.Body, log.Severity, log.Scope.Name));
        Assert.Equal((span.TraceId, span.SpanId), (log.TraceId, log.SpanId));
        Assert.Equal(12L, log.Attributes["job"]);
        Assert.Equal("job.done", log.EventName);
    }

    [Theory]
    [MemberData(nameof(ProtocolsAndSignals))]
    public async Task Answers_are_given_in_order_and_the_last_one_stays(OtlpExportProtocol protocol, int signal)
    {
        await using OtlpReceiver receiver = await StartAsync();
        using SdkSender sender = Sender(receiver, protocol);
        receiver.Respond(
            OtlpAnswer.Refused,
            OtlpAnswer.Overloaded,
            OtlpAnswer.Redirect(new Uri("http://elsewhere.invalid/")),
            OtlpAnswer.Partial(3, "three are bad"),
            OtlpAnswer.Partial(0, "take care"),
            OtlpAnswer.Ok);

        for (int count = 0; count < 7; count++)
        {
            sender.Send((OtlpSignal)signal);
        }

        await receiver.WaitForAsync(r => r.Requests.Count == 7);
        Assert.Equal([false, false, false, true, true, true, true], receiver.Requests.Select(request => request.IsAccepted));
        Assert.All(receiver.Requests, request => Assert.Equal((OtlpSignal)signal, request.Signal));
        Assert.Equal(4, receiver.Metrics.Count + receiver.Spans.Count + receiver.Logs.Count);
        string[] expected = protocol == OtlpExportProtocol.HttpProtobuf
            ?
            [
                "401  who are you?", "503  come back later", "302 Location http://elsewhere.invalid/ ", "200  three are bad",
                "200  take care", "200  ", "200  ",
            ]
            :
            [
                "200 grpc-message who are you? grpc-status 16 ", "200 grpc-message come back later grpc-status 14 ",
                "302 Location http://elsewhere.invalid/ ", "200 grpc-status 0 three are bad", "200 grpc-status 0 take care",
                "200 grpc-status 0 ", "200 grpc-status 0 ",
            ];
        Assert.Equal(expected, sender.Answers.Select(answer => answer.Replace("\"", string.Empty, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Request_without_an_answer_is_accepted_when_it_is_released(OtlpExportProtocol protocol)
    {
        await using OtlpReceiver receiver = await StartAsync();
        using SdkSender sender = Sender(receiver, protocol);
        receiver.Respond(OtlpSignal.Traces, OtlpAnswer.Hang);

        Task sending = Task.Run(() => sender.Send(OtlpSignal.Traces), TestContext.Current.CancellationToken);
        await receiver.WaitForAsync(r => r.Requests.Count == 1);
        Assert.False(sending.IsCompleted);
        Assert.Empty(receiver.Spans);
        receiver.Release();
        await sending;

        Assert.Single(receiver.Spans);
        Assert.Single(sender.Answers);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Receiver_that_is_disposed_ends_the_requests_that_wait(OtlpExportProtocol protocol)
    {
        OtlpReceiver receiver = await StartAsync();
        using SdkSender sender = Sender(receiver, protocol);
        receiver.Respond(OtlpAnswer.Hang);
        Task sending = Task.Run(() => sender.Send(OtlpSignal.Logs), TestContext.Current.CancellationToken);
        await receiver.WaitForAsync(r => r.Requests.Count == 1);

        await receiver.DisposeAsync();

        await sending;
        Assert.Empty(sender.Answers);
        Assert.Empty(receiver.Logs);
    }

    [Fact]
    public async Task Headers_and_paths_are_kept_and_other_paths_refused()
    {
        await using OtlpReceiver receiver = await StartAsync();
        using var sender = new SdkSender(
            new Uri(receiver.HttpEndpoint, "/tenant/"), receiver.GrpcEndpoint, OtlpExportProtocol.HttpProtobuf, "Api-Key=secret");

        sender.Send(OtlpSignal.Metrics);
        await receiver.WaitForAsync(r => r.Requests.Count == 1);
        using HttpResponseMessage other = await ServerProcess.Client.PostAsync(
            new Uri(receiver.HttpEndpoint, "v1/profiles"), null, TestContext.Current.CancellationToken);

        OtlpRequest request = Assert.Single(receiver.Requests);
        Assert.Equal("/tenant/v1/metrics", request.Path);
        Assert.Equal("secret", request.Headers["api-key"]);
        Assert.Equal(404, (int)other.StatusCode);
    }

    [Fact]
    public async Task Wait_without_a_result_lists_what_arrived()
    {
        await using OtlpReceiver receiver = await StartAsync();
        using SdkSender sender = Sender(receiver, OtlpExportProtocol.HttpProtobuf);
        sender.Send(OtlpSignal.Traces);

        TimeoutException failure = await Assert.ThrowsAsync<TimeoutException>(() => receiver.WaitForAsync(
            r => r.LastMetric("none").Points.Count > 0, TimeSpan.Zero, TestContext.Current.CancellationToken));

        Assert.EndsWith("Requests: /v1/traces (accepted: span)", failure.Message, StringComparison.Ordinal);
    }

    private static Task<OtlpReceiver> StartAsync() => OtlpReceiver.StartAsync(TestContext.Current.CancellationToken);

    private static SdkSender Sender(OtlpReceiver receiver, OtlpExportProtocol protocol) =>
        new(receiver.HttpEndpoint, receiver.GrpcEndpoint, protocol);
}
