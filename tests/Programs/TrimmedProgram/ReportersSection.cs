using System.Buffers;
using System.Text;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Tests.Programs;

/// <summary>A reporter to files and one with a server, and the formats of text.</summary>
internal static class ReportersSection
{
    internal static async Task RunAsync()
    {
        var dispatcher = new TelemetryDispatcher();
        using var registry = new MetricRegistry(dispatcher);
        registry.Add(new("job.count", MetricType.Counter) { Events = ["job.stop"], Tags = ["kind"] });
        DirectoryInfo folder = Directory.CreateTempSubdirectory("telemetry-test-");
        string lines = Path.Combine(folder.FullName, "metrics.jsonl");
        string text = Path.Combine(folder.FullName, "metrics.prom");
        await using (var endpoint = new PrometheusEndpoint(new() { Registry = registry, Port = 0 }))
        {
            using var toLines = new JsonLinesReporter(new() { Registry = registry, Path = lines });
            using var toText = new TextFileReporter(new() { Registry = registry, Path = text });
            endpoint.Start();
            toLines.Start();
            toText.Start();
            dispatcher.Execute("job.stop", [], [new("kind", "mail")]);
            using var client = new HttpClient();
            Console.Write(await client.GetStringAsync(endpoint.Uri));
        }

        Console.WriteLine($"reporters: {File.ReadLines(lines).Last().Contains("\"mail\"", StringComparison.Ordinal)}");
        Console.Write(File.ReadAllText(text));
        folder.Delete(recursive: true);

        var json = new ArrayBufferWriter<byte>();
        MetricJson.Write(json, registry.Collect());
        Console.WriteLine($"reporters: {Encoding.UTF8.GetString(json.WrittenSpan).Contains("\"job.count\"", StringComparison.Ordinal)}");
    }
}
