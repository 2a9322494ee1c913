using Microsoft.Extensions.Options;
using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>Metrics, polls and sources in the configuration, of which all values are text.</summary>
public sealed class MetricSettingsTests
{
    [Fact]
    public async Task Configuration_has_the_entries_of_a_file_of_definitions()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(
            static _ => { },
            """
            {
              "Prefix": "order",
              "Metrics": [
                {
                  "Name": "placed.duration", "Type": "Distribution", "Tag": ["country"], "Bucket": [0.1, 1, 2.5e1],
                  "SeriesLimit": 100, "Lifetime": "1d", "SkipMissingTag": true, "Unit": "second"
                },
                { "Name": "placed.failed", "Type": "Counter", "Where": { "status": "5*" }, "Tag": { "land": "country" } },
                { "Name": "placed.up", "Type": "LastValue", "Value": 1 }
              ],
              "Polls": [ { "BuiltIn": "Process", "Interval": 3600, "OnCollect": false } ],
              "Sources": [ { "Name": "System.Net.Http", "Via": "Activity" } ],
              "Presets": ["Telemetry"],
              "MetricFiles": []
            }
            """);

        MetricDefinition duration = host.Registry.Find("order.placed.duration")!.Definition;
        Assert.Equal([0.1, 1, 25], duration.Buckets);
        Assert.Equal((100, TimeSpan.FromDays(1), true), (duration.SeriesLimit, duration.Lifetime, duration.SkipMissingTag));
        MetricDefinition failed = host.Registry.Find("order.placed.failed")!.Definition;
        Assert.Equal("status = 5*", Assert.Single(failed.Where).ToString());
        Assert.Equal("land=country", Assert.Single(failed.Tags).ToString());
        Assert.Equal(1, host.Registry.Find("order.placed.up")!.Definition.Value);
        Assert.Equal(3 + MetricFile.ReadPreset("Telemetry").Metrics.Count, host.Registry.List().Count);
        Assert.Contains(
            Telemetry.Polling.Poller.ListAll(),
            poll => poll.Poller.Dispatcher == host.Dispatcher && poll.Name == "Process" && poll.Interval == TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task All_errors_are_reported_at_once_with_their_keys()
    {
        await using var host = new HostOfATest(
            static _ => { },
            """
            {
              "Metrics": [
                { "Name": "order.placed.count", "Type": "Counter" },
                { "Name": "order.placed.bytes", "Type": "Sum", "Tags": "route", "PerPoll": "often" },
                { "Name": "order.placed.duration", "Type": "Histogram", "Bucket": [1, "two"] }
              ],
              "Polls": [ { "BuiltIn": "Runtime", "Interval": "soon" } ],
              "Sources": [ { "Via": "Activity" } ],
              "Presets": ["Runtme"],
              "MetricFiles": ["missing.json"]
            }
            """);

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        string[] failures = [.. error.Failures];
        string[] expected =
        [
            "Telemetry:Metrics:1:Tags: metric 2 ('order.placed.bytes'): there is no option 'Tags'. Did you mean 'Tag'?",
            "Telemetry:Metrics:1:PerPoll: metric 2 ('order.placed.bytes'): PerPoll is 'often'. Write true or false.",
            "Telemetry:Metrics:2:Type: metric 3 ('order.placed.duration'): there is no type 'Histogram'.",
            "Telemetry:Metrics:2:Bucket:1: metric 3 ('order.placed.duration'): Bucket is 'two'. Write a number.",
            "Telemetry:Polls:0:Interval: poll 1 ('Runtime'): Interval is 'soon'.",
            "Telemetry:Sources:0: source 1: it has no name.",
            "Telemetry:Presets: There is no preset 'Runtme'.",
            "Telemetry:MetricFiles: ",
        ];
        Assert.Equal(expected.Length, failures.Length);
        Assert.All(expected, start => Assert.Contains(failures, failure => failure.StartsWith(start, StringComparison.Ordinal)));
        Assert.All(expected, start => Assert.Contains(start, error.Message, StringComparison.Ordinal));
    }
}
