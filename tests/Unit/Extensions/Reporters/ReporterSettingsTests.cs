using Microsoft.Extensions.Options;
using Telemetry.Extensions;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>Reporters of the configuration, of every kind.</summary>
public sealed class ReporterSettingsTests
{
    private static readonly MetricDefinition s_count = new("order.placed.count", MetricType.Counter);

    [Fact]
    public async Task Each_kind_starts_with_its_options_and_reports_the_last_values()
    {
        using var folder = new FolderOfATest();
        using var statsD = new UdpReceiver();
        using var gateway = new StandInServer(static _ => StandInServer.Reply("200 OK"));
        string id = Guid.NewGuid().ToString("N");
        await using HostOfATest host = await HostOfATest.StartAsync(
            static builder => builder.AddMetrics(s_count),
            $$"""
            {
              "Reporters": {
                "endpoint-{{id}}": {
                  "Kind": "prometheus", "Address": "localhost", "Port": 0, "Path": "/own", "BearerToken": "secret",
                  "AllowUnprotected": true
                },
                "file-{{id}}": {
                  "Kind": "TextFile", "Path": "metrics.prom", "SuccessTimestamp": true, "Interval": "1h", "StatePath": "state.json",
                  "Prefix": "shop."
                },
                "lines-{{id}}": { "Kind": "JsonLines", "Path": "metrics.jsonl", "Metrics": ["order.*"] },
                "push-{{id}}": {
                  "Kind": "Pushgateway", "Uri": "{{gateway.Uri}}", "Job": "shop", "GroupingKey": { "instance": "a" },
                  "GroupTags": [], "Method": "Post", "Timeout": "3s", "DeleteOnStop": false, "UserName": "me", "Password": "secret"
                },
                "statsd-{{id}}": { "Kind": "StatsD", "Host": "127.0.0.1", "Port": {{statsD.Port}}, "Dialect": "DogStatsD" },
                "table-{{id}}": { "Kind": "Console", "Width": 80, "Group": "nothing", "Enabled": true },
                "off-{{id}}": { "Kind": "Console", "Enabled": false }
              }
            }
            """,
            folder.Path);
        Reporter[] reporters = [.. Reporter.List().Where(reporter => reporter.Registry == host.Registry)];
        host.Dispatcher.Execute("order.placed");
        await host.StopAsync();

        Assert.Equal(
            ["endpoint", "file", "lines", "push", "statsd", "table"], reporters.Select(reporter => reporter.Name.Replace($"-{id}", "")));
        Assert.EndsWith("/own", reporters[0].Target, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromHours(1), reporters[1].Interval);
        Assert.Contains("shop_order_placed_total 1", File.ReadAllText(folder.PathOf("metrics.prom")), StringComparison.Ordinal);
        Assert.True(File.Exists(folder.PathOf("state.json")));
        Assert.Contains("order.placed.count", File.ReadAllText(folder.PathOf("metrics.jsonl")), StringComparison.Ordinal);
        Assert.StartsWith("POST /metrics/job/shop/instance/a", gateway.Requests[^1], StringComparison.Ordinal);
        Assert.Contains("Authorization: Basic", gateway.Requests[^1], StringComparison.OrdinalIgnoreCase);
        Assert.Contains(statsD.Lines(), line => line.StartsWith("order.placed.count:1|c", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_errors_are_reported_at_once_with_their_keys_and_without_secrets()
    {
        await using var host = new HostOfATest(
            static builder => builder.AddMetrics(s_count),
            """
            {
              "Reporters": {
                "a": { "Kind": "Promtheus" },
                "b": { "Port": 9464 },
                "c": { "Kind": "Prometheus", "Port": "many", "BearerTokn": "hidden", "Address": "10.0.0.256" },
                "d": { "Kind": "TextFile" },
                "e": { "Kind": "Pushgateway", "Uri": "hidden:hidden@nowhere", "Timeout": "x" },
                "f": { "Kind": "Pushgateway", "Uri": "//me:hidden@host", "Job": "shop", "Method": "Delete" },
                "g": { "Kind": "StatsD", "Interval": "1ms", "Dialect": 1 },
                "h": "Console"
              }
            }
            """);

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        string[] failures = [.. error.Failures];
        string[] expected =
        [
            "Telemetry:Reporters:a:Kind: there is no 'Promtheus'. Did you mean 'Prometheus'?",
            "Telemetry:Reporters:b:Kind: a reporter needs its kind. Write one of Console, JsonLines, Prometheus,",
            "Telemetry:Reporters:c:Port: it is 'many'. Write a whole number.",
            "Telemetry:Reporters:c:BearerTokn: there is no such setting. Did you mean 'BearerToken'?",
            "Telemetry:Reporters:c: ",
            "Telemetry:Reporters:d:Path: it is missing.",
            "Telemetry:Reporters:e:Job: it is missing.",
            "Telemetry:Reporters:e:Timeout: it is 'x'.",
            "Telemetry:Reporters:f:Uri: it is missing, or not a URI.",
            "Telemetry:Reporters:f:Method: there is no 'Delete'. Known are Put, Post.",
            "Telemetry:Reporters:g:Dialect: there is no '1'.",
            "Telemetry:Reporters:g: The interval is 00:00:00.0010000.",
            "Telemetry:Reporters:h:Kind: a reporter needs its kind.",
        ];
        Assert.All(expected, start => Assert.Contains(failures, failure => failure.StartsWith(start, StringComparison.Ordinal)));
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
    }
}
