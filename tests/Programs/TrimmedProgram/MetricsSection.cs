using Telemetry.Metrics;

namespace Telemetry.Tests.Programs;

/// <summary>Metrics of all types, from definitions in code, in a file and in a preset, and a state that is saved.</summary>
internal static class MetricsSection
{
    private const string Definitions =
        """
        { "Metrics": [ { "Name": "order.size", "Type": "Distribution", "Measurement": "items", "EventName": ["order.placed"],
            "Bucket": [1, 10], "Tag": ["country"] } ] }
        """;

    internal static void Run()
    {
        var dispatcher = new TelemetryDispatcher();
        using var registry = new MetricRegistry(dispatcher);
        string file = Path.Combine(Path.GetTempPath(), $"trimmed-{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(file, Definitions);
            registry.AddMany(MetricFile.Read(file).Metrics);
            registry.Add(new("order.count", MetricType.Counter) { Events = ["order.placed"], Tags = ["country"] });
            registry.Add(new("order.items", MetricType.Summary) { Events = ["order.placed"] });
            for (int i = 1; i <= 3; i++)
            {
                dispatcher.Execute("order.placed", [new("items", i * 5)], [new("country", i == 1 ? "CH" : "AT")]);
            }

            registry.SaveState(file);
        }
        finally
        {
            File.Delete(file);
        }

        foreach (MetricReading metric in registry.Collect().Metrics)
        {
            Console.WriteLine($"metrics: {metric.Definition.Name} {string.Join(", ", metric.Series.Select(series => series.Count))}");
        }

        Console.WriteLine($"metrics: {MetricFile.ReadPreset("Runtime").Metrics.Count > 0}");
    }
}
