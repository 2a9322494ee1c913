using Telemetry.Tests.Support;

namespace Telemetry.Tests.Receivers;

/// <summary>The reports of a script in a real PowerShell, as the dashboard of Aspire shows them.</summary>
[Trait("Category", "Slow")]
public sealed class DashboardOfAScriptTests
{
    private const string Key = "s3cr3t";

    private const string Script =
        """
        Import-Module Telemetry.OpenTelemetry
        $header = @{ 'x-otlp-api-key' = ConvertTo-SecureString $env:TEST_KEY -AsPlainText -Force }
        Register-TelemetryMetric nightly.file.count Counter
        Start-TelemetryOtlpReporter $env:TEST_ENDPOINT -Protocol $env:TEST_PROTOCOL -Header $header -Timeout 60s -Log nightly.note `
            -ServiceName nightly
        Invoke-TelemetrySpan nightly.run @{ folder = 'home' } {
            foreach ($i in 1..3) { Invoke-TelemetrySpan nightly.file @{ number = $i } { } }
            Invoke-TelemetryEvent nightly.note @{ files = 3 }
            try { Invoke-TelemetrySpan nightly.check { throw 'no backup' } } catch { }
        }
        """;

    [Theory]
    [InlineData("HttpProtobuf", false)]
    [InlineData("HttpProtobuf", true)]
    [InlineData("Grpc", false)]
    [InlineData("Grpc", true)]
    public async Task O1_metrics_spans_and_log_records_of_a_script_are_shown(string protocol, bool needsKey)
    {
        await using AspireDashboard dashboard = await AspireDashboard.StartAsync(needsKey ? Key : null);

        ProcessResult run = await RunAsync(dashboard, protocol, Key);

        Assert.Equal((0, string.Empty), (run.ExitCode, (run.Output + run.Error).Trim()));
        Assert.Equal([("nightly", true, true, true)], (await dashboard.GetResourcesAsync()).Select(resource =>
            (resource.Name, resource.HasMetrics, resource.HasTraces, resource.HasLogs)));
        IReadOnlyList<OtlpSpan> spans = await dashboard.GetSpansAsync();
        OtlpSpan outer = Assert.Single(spans, span => span.Name == "nightly.run");
        OtlpSpan[] files = [.. spans.Where(span => span.Name == "nightly.file")];
        Assert.Equal(["1", "2", "3"], files.Select(span => $"{span.Attributes["number"]}").Order(StringComparer.Ordinal));
        Assert.All(files, span => Assert.Equal((outer.SpanId, outer.TraceId), (span.ParentSpanId, span.TraceId)));
        OtlpSpan check = Assert.Single(spans, span => span.Name == "nightly.check");
        Assert.Equal((OtlpStatus.Error, "no backup"), (check.Status, check.StatusMessage));
        OtlpLog note = Assert.Single(await dashboard.GetLogsAsync());
        Assert.Equal(("nightly.note", outer.SpanId, "3"), (note.Body, note.SpanId, $"{note.Attributes["files"]}"));
    }

    [Theory]
    [InlineData("HttpProtobuf")]
    [InlineData("Grpc")]
    public async Task O3_wrong_key_is_shown_and_nothing_arrives(string protocol)
    {
        await using AspireDashboard dashboard = await AspireDashboard.StartAsync(Key);

        ProcessResult run = await RunAsync(dashboard, protocol, "wrong");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("401 (Unauthorized)", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Empty(await dashboard.GetSpansAsync());
    }

    private static async Task<ProcessResult> RunAsync(AspireDashboard dashboard, string protocol, string key)
    {
        Uri endpoint = protocol == "Grpc" ? dashboard.GrpcEndpoint : dashboard.HttpEndpoint;
        return await ProcessRun.RunAsync(
            PowerShellProgram.Path,
            [
                "-NoProfile", "-NonInteractive", "-Command",
                $"$env:PSModulePath = '{Repository.PathOf("output")}' + [IO.Path]::PathSeparator + $env:PSModulePath; {Script}",
            ],
            environment: new Dictionary<string, string>
            {
                ["TEST_ENDPOINT"] = endpoint.OriginalString,
                ["TEST_PROTOCOL"] = protocol,
                ["TEST_KEY"] = key,
            });
    }
}
