using System.Globalization;
using System.Text.RegularExpressions;
using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>The tables of the console.</summary>
public sealed partial class MetricTableTests : IDisposable
{
    private readonly MetricsOfATest _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task R1_columns_are_aligned_and_numbers_invariant()
    {
        _metrics.Registry.AddMany(
        [
            new("pool.open", MetricType.Sum) { AllowNegative = true },
            new("net.bytes", MetricType.Sum) { Unit = "byte" },
            new("room.temperature", MetricType.LastValue) { Unit = "celsius", Tags = ["room", "empty"] },
            new("web.size", MetricType.Summary) { Unit = "kilobyte" },
            new("web.took", MetricType.Distribution) { Buckets = [2, 4], Events = ["web"], Measurement = "size" },
        ]);
        _metrics.Registry.Collecting += (_, _) => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("sv-SE");
        string[] lines = await TableAsync(120, () =>
        {
            _metrics.Count(12_345);
            _metrics.Dispatcher.Execute("pool", [new("open", -3)]);
            _metrics.Dispatcher.Execute("net", [new("bytes", (1L << 53) + 1)]);
            _metrics.Dispatcher.Execute("room", [new("temperature", -12.5)], [new("room", "kök 你好"), new("empty", "")]);
            _metrics.Dispatcher.Execute("web", [new("size", 1)]);
            _metrics.Dispatcher.Execute("web", [new("size", 1.5)]);
        });

        Assert.Equal(
            [
                "12345|12345|||||job.count",
                "1|9007199254740993||||byte|net.bytes",
                "1|-3|||||pool.open",
                "1|-12.5||||celsius|room.temperature{room=kök 你好, empty=}",
                "2||1.25|1|1.5|kilobyte|web.size",
                "2||1.25|1|1.98||web.took",
            ],
            lines[2..^2].Select(line => string.Join('|', CellsOf(lines[1], line))));
        Assert.Equal(
            ["room"],
            from line in lines[1..]
            where line.Contains(',', StringComparison.Ordinal)
            select CellsOf(lines[1], line)[^1].Split('.')[0]);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    public async Task R1_names_are_cut_at_the_width_and_not_inside_a_character(int width)
    {
        _metrics.Registry.Add(new("job.kinds", MetricType.Counter) { Tags = ["kind"], Events = ["job.kind"] });
        string[] lines = await TableAsync(
            width,
            () => _metrics.Dispatcher.Execute("job.kind", [], [new("kind", string.Concat(Enumerable.Repeat("😀", 100)))]));

        Assert.InRange(lines[2].Length, width - 1, width);
        Assert.EndsWith("😀…", lines[2], StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[\ud800-\udbff](?![\udc00-\udfff])", lines[2]);
    }

    [Theory]
    [InlineData("Grüße 你好 😀", "Grüße 你好 😀")]
    [InlineData("\0\t\u007f\u0085\u009b", @"\u0000\u0009\u007f\u0085\u009b")]
    [InlineData("\u2028\u2066\ufeff", @"\u2028\u2066\ufeff")]
    public async Task R1_characters_that_a_terminal_obeys_are_shown_as_their_codes(string text, string expected)
    {
        _metrics.Registry.Add(new("job.kinds", MetricType.Counter) { Tags = ["kind"], Events = ["job.kind"] });

        string[] lines = await TableAsync(120, () => _metrics.Dispatcher.Execute("job.kind", [], [new("kind", text)]));

        Assert.EndsWith($" job.kinds{{kind={expected}}}", lines[2], StringComparison.Ordinal);
    }

    // Without those of the rate, which depends on the time, and of P95.
    private static string[] CellsOf(string header, string line)
    {
        Match[] columns = [.. Column().Matches(header).Cast<Match>()];
        int unit = header.IndexOf(" Unit ", StringComparison.Ordinal) + 1;
        int name = header.IndexOf(" Metric", StringComparison.Ordinal) + 1;
        Assert.Equal(7, columns.Length);
        return
        [
            .. columns.Where((_, i) => i is not (1 or 5)).Select(column => line.Substring(column.Index, column.Length).TrimStart()),
            line[unit..name].TrimEnd(),
            line[name..],
        ];
    }

    private async Task<string[]> TableAsync(int width, Action record)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var reporter = new ConsoleReporter(
            new() { Output = output, Width = width, Registry = _metrics.Registry, Interval = TimeSpan.FromDays(1) });
        reporter.Start();
        record();
        Assert.True(await reporter.StopAsync(Threads.Patience));
        return output.ToString().Split('\n');
    }

    [GeneratedRegex(@"(^| ) *(Count|Rate/s|Value|Mean|P50|P95|P99)(?= )")]
    private static partial Regex Column();
}
