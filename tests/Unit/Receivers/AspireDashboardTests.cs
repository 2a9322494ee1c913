using OpenTelemetry.Exporter;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Receivers;

/// <summary>The dashboard of Aspire that tests use, with the SDK of OpenTelemetry as the sender.</summary>
[Trait("Category", "Slow")]
public sealed class AspireDashboardTests
{
    private const OtlpExportProtocol Grpc = (OtlpExportProtocol)0;

    [Theory]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    [InlineData(Grpc)]
    public async Task All_signals_are_shown(OtlpExportProtocol protocol)
    {
        await using AspireDashboard dashboard = await AspireDashboard.StartAsync();
        using var sender = new SdkSender(dashboard.HttpEndpoint, dashboard.GrpcEndpoint, protocol);

        sender.SendMetrics();
        using (sender.Source.StartActivity("outer"))
        {
            sender.Log("done");
        }

        await dashboard.WaitForAsync(async d => await d.GetResourcesAsync() is [("sender", true, true, true)]);
        OtlpSpan span = Assert.Single(await dashboard.GetSpansAsync());
        OtlpLog log = Assert.Single(await dashboard.GetLogsAsync());
        Assert.Equal(("outer", "sender"), (span.Name, span.Scope.Resource["service.name"]));
        Assert.Equal(("done", span.TraceId, span.SpanId), (log.Body, log.TraceId, log.SpanId));
    }

    [Theory]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    [InlineData(Grpc)]
    public async Task Requests_need_the_key(OtlpExportProtocol protocol)
    {
        await using AspireDashboard dashboard = await AspireDashboard.StartAsync("secret");
        using (var stranger = new SdkSender(dashboard.HttpEndpoint, dashboard.GrpcEndpoint, protocol))
        {
            stranger.Send(OtlpSignal.Traces);
            Assert.StartsWith("401", Assert.Single(stranger.Answers), StringComparison.Ordinal);
        }

        using var sender = new SdkSender(
            dashboard.HttpEndpoint, dashboard.GrpcEndpoint, protocol, $"{AspireDashboard.ApiKeyHeader}=secret");
        sender.Send(OtlpSignal.Traces);

        await dashboard.WaitForAsync(async d => (await d.GetSpansAsync()).Count == 1);
    }
}
