using Telemetry.Metrics;

namespace Telemetry.Tests.Support;

/// <summary>Metrics, recorded from events, with everything in names, descriptions, tags and numbers that text could get wrong.</summary>
internal static class NastyMetrics
{
    /// <summary>The values of the tag <c>text</c>, each of which is a series.</summary>
    internal static readonly string[] Texts =
    [
        "",
        " ",
        "\"",
        "\\",
        "\\\"",
        "\\n",
        "\n",
        "a\nb # HELP x y\n# TYPE x counter\nx 1",
        "\r",
        "\t",
        "\u0001\u007f\u0085\u2028",
        "}",
        "\"} 1",
        "{a=\"b\",}",
        "# EOF",
        "NaN",
        "Grüße",
        "Привет",
        "你好",
        "𐍈😀",
        "e\u0301",
        "\u00e9",
        "\uFEFF",
        "\uFFFD",
        "%s%n$(x)`y`",
        new string('€', 256),
    ];

    private static readonly double[] s_numbers =
        [0, -0.0, 1, 0.1, 1e-300, double.Epsilon, 1e16, 123456789.123, (1L << 53) + 1, double.MaxValue / 1e10];

    internal static MetricSnapshot Snapshot()
    {
        var dispatcher = new TelemetryDispatcher();
        using var registry = new MetricRegistry(dispatcher);
        registry.AddMany(
        [
            new("a.b-c.d_e.count", MetricType.Counter)
            {
                Tags = ["text", "http.route", "1st", "naïve-тег", "with space", "absent"],
                Description = "Quotes \" and ' and \\ and \\n, and\na line that begins with # HELP, and Grüße.",
                Events = ["nasty"],
            },
            Number("1.first", MetricType.Sum, "byte"),
            Number("Ünïcödé.sum", MetricType.Sum, "µg/\"m\"³"),
            Number("change", MetricType.Sum, null, allowsNegative: true),
            Number("last_count", MetricType.LastValue, "celsius"),
            Number("depth.bucket.min", MetricType.Distribution, "meter", bounds: [-1e300, -1e-7, 0, 1e-10, 1, 1.5, 1e6, 1e21]),
            Number("took", MetricType.Summary, "second"),
            Number("of.nothing", MetricType.Summary, null, eventName: "never"),
            Number("untagged.of.nothing", MetricType.Distribution, null, bounds: [1], eventName: "never", tags: []),
            Number("seconds", MetricType.Distribution, "second", bounds: [5], eventName: "never", tags: []),
        ]);
        foreach (string text in Texts)
        {
            foreach (double number in s_numbers)
            {
                Emit(dispatcher, text, number);
            }

            Emit(dispatcher, text, -2.5);
            Emit(dispatcher, text, long.MaxValue);
        }

        return registry.Collect();
    }

    private static MetricDefinition Number(
        string name,
        MetricType type,
        string? unit,
        double[]? bounds = null,
        string eventName = "nasty",
        string[]? tags = null,
        bool allowsNegative = false) => new(name, type)
        {
            Events = [eventName],
            Measurement = "value",
            Tags = [.. (tags ?? ["text"]).Select(tag => new MetricTag(tag))],
            Unit = unit,
            Buckets = bounds ?? [],
            AllowNegative = allowsNegative,
        };

    private static void Emit(TelemetryDispatcher dispatcher, string text, MeasurementValue number) => dispatcher.Execute(
        "nasty",
        [new("value", number)],
        [
            new("text", text),
            new("http.route", "/a"),
            new("1st", "x"),
            new("naïve-тег", true),
            new("with space", 0.5),
        ]);
}
