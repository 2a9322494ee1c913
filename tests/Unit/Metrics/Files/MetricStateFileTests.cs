using System.Text;
using System.Text.Json;
using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class MetricStateFileTests : IDisposable
{
    private const string Valid =
        """
        { "Version": 1, "Later": [{}], "Metrics": [ { "Name": "a.count", "Type": "Counter", "Tags": ["x"], "Series": [
          { "Started": "2026-03-01T12:00:00.1234567Z", "Count": 3, "Value": 3, "Tags": ["/a"], "Later": null } ] } ] }
        """;

    private readonly FileOfMetrics _file = new("state.json");
    private readonly ProcessOfMetrics _process = new(new MetricDefinition("a.count", MetricType.Counter) { Tags = ["x"] });

    public void Dispose()
    {
        _process.Dispose();
        _file.Dispose();
    }

    private string[] Files => [.. Directory.GetFiles(Path.GetDirectoryName(_file.Path)!).Select(file => Path.GetFileName(file)!).Order()];

    [Fact]
    public void M14_state_is_json_with_a_line_for_each_series()
    {
        using var process = new ProcessOfMetrics(
            new("a.count", MetricType.Counter) { Tags = ["x"] },
            new("a.n", MetricType.Distribution) { Unit = "second", Buckets = [0.1, 2] });
        process.Emit(2, "/a", 0.25);
        process.Registry.SaveState(_file.Path);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(_file.Path));
        Assert.Equal(1, json.RootElement.GetProperty("Version").GetInt32());
        JsonElement metric = json.RootElement.GetProperty("Metrics")[1];
        Assert.Equal("a.n", metric.GetProperty("Name").GetString());
        Assert.Equal("Distribution", metric.GetProperty("Type").GetString());
        Assert.Equal("second", metric.GetProperty("Unit").GetString());
        Assert.Equal("[0.1, 2.0]", metric.GetProperty("Bounds").GetRawText());
        JsonElement series = Assert.Single(metric.GetProperty("Series").EnumerateArray());
        Assert.Equal(2, series.GetProperty("Count").GetInt32());
        Assert.Equal(0.5, series.GetProperty("Value").GetDouble());
        Assert.Equal("[0, 2, 0]", series.GetProperty("Buckets").GetRawText());
        Assert.Equal(6, File.ReadAllLines(_file.Path).Length);
    }

    [Fact]
    public void M14_keys_of_later_versions_are_left_out()
    {
        File.WriteAllText(_file.Path, Valid);

        Assert.Empty(_process.Registry.RestoreState(_file.Path));

        SeriesReading series = Assert.Single(_process["a.count"].Read().Series);
        Assert.Equal(3, series.Count);
        Assert.Equal(new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc).AddTicks(1234567), series.Started);
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "", ":1: The file is not valid JSON: expected a map, but found the end of the file." },
        { "[]", "expected a map, but found '['." },
        { "{}", "It has no 'Version' or no 'Metrics'" },
        { """{ "Metrics": [ { "Name": "a.count", "Type": "Counter" } ] }""", "A metric has no 'Name', 'Type' or 'Series'." },
        { Valid.Replace("\"Version\": 1", "\"Version\": 2", StringComparison.Ordinal), "It is of version 2 of the format" },
        { Valid[..^20], ":2: The file is not valid JSON: " },
        { Valid + Valid, "expected the end of the file" },
        { Valid.Replace("\"Name\": \"a.count\", ", "", StringComparison.Ordinal), "A metric has no 'Name'" },
        { Valid.Replace("\"Counter\"", "\"0\"", StringComparison.Ordinal), "The 'Type' of a metric is not a type of metrics." },
        { Valid.Replace("\"Count\": 3", "\"Count\": -3", StringComparison.Ordinal), "The numbers of the metric 'a.count' do not agree." },
        { Valid.Replace("\"Count\": 3", "\"Count\": 4", StringComparison.Ordinal), "do not agree" },
        { Valid.Replace("3,", $"{long.MaxValue},", StringComparison.Ordinal), "do not agree" },
        { Valid.Replace("\"Count\": 3", "\"Count\": 3.5", StringComparison.Ordinal), "The 'Count' of a metric is not an integer." },
        { Valid.Replace("\"Value\": 3", "\"Value\": \"3\"", StringComparison.Ordinal), "The 'Value' of a metric is not a number." },
        { Valid.Replace("\"Value\": 3, ", "", StringComparison.Ordinal), "A series has no 'Started', 'Count' or 'Value'." },
        { Valid.Replace("[\"/a\"]", "[\"/a\", \"/b\"]", StringComparison.Ordinal), "do not agree" },
        { Valid.Replace("[\"/a\"]", "[7]", StringComparison.Ordinal), "The 'Tags' of a metric is not text." },
        { Valid.Replace("2026-03", "2026-13", StringComparison.Ordinal), "The 'Started' of a metric is not a point in time." },
        { OfType("Distribution", "\"Buckets\": [1, 1]"), "do not agree" },
        { OfType("Distribution", "\"Buckets\": [4, -1]"), "do not agree" },
        { OfType("Distribution", "\"Buckets\": [1, 1, 1]"), "do not agree" },
        { OfType("Summary", "\"Later\": 1"), "do not agree" },
        { OfType("Summary", "\"Exponential\": { \"Scale\": 20, \"Zeros\": 2 }"), "do not agree" },
        { OfType("Summary", "\"Exponential\": { \"Scale\": 21, \"Zeros\": 3 }"), "beyond those of all numbers" },
        { OfType("Summary", "\"Exponential\": { \"PositiveOffset\": 2147483647, \"Positive\": [1, 2] }"), "beyond those of all" },
        { OfType("Summary", "\"Exponential\": { \"Zeros\": 3, \"Minimum\": \"NaN\" }"), "The 'Minimum' of a metric is not a finite" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void M14_broken_file_is_set_aside_with_one_warning(string text, string reason)
    {
        File.WriteAllText(_file.Path, text);

        string warning = Assert.Single(_process.Registry.RestoreState(_file.Path));

        Assert.StartsWith(
            $"The state of the metrics is not valid, and was renamed to '{_file.Path}.broken': {_file.Path}:",
            warning,
            StringComparison.Ordinal);
        Assert.Contains(reason, warning, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText($"{_file.Path}.broken"));
        Assert.Equal(["state.json.broken"], Files);
        Assert.Equal(0, _process["a.count"].Recorded);
        Assert.Empty(_process.Registry.RestoreState(_file.Path));
    }

    [Fact]
    public void M14_file_that_is_not_utf_8_is_broken()
    {
        File.WriteAllBytes(_file.Path, [.. Encoding.UTF8.GetBytes(Valid), 0xFF]);

        Assert.Contains("not valid UTF-8", Assert.Single(_process.Registry.RestoreState(_file.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void M14_broken_files_are_numbered_up_to_nine()
    {
        for (int i = 1; i <= 11; i++)
        {
            File.WriteAllText(_file.Path, $"{i}");
            Assert.Single(_process.Registry.RestoreState(_file.Path));
        }

        Assert.Equal(["state.json.broken", .. Enumerable.Range(2, 8).Select(i => $"state.json.broken{i}")], Files);
        Assert.Equal("1", File.ReadAllText($"{_file.Path}.broken"));
        Assert.Equal("8", File.ReadAllText($"{_file.Path}.broken8"));
        Assert.Equal("11", File.ReadAllText($"{_file.Path}.broken9"));
    }

    [Fact]
    public void M14_missing_folder_is_an_error_that_says_what_to_do()
    {
        string path = Path.Combine(Path.GetDirectoryName(_file.Path)!, "missing", "state.json");

        DirectoryNotFoundException error = Assert.Throws<DirectoryNotFoundException>(() => _process.Registry.SaveState(path));

        Assert.Equal(
            $"The folder '{Path.GetDirectoryName(path)}' of the file '{path}' does not exist. Create it first, or choose another path.",
            error.Message);
    }

    [Fact]
    public void M14_save_that_fails_leaves_nothing_over()
    {
        Directory.CreateDirectory(_file.Path);

        IOException error = Assert.ThrowsAny<IOException>(() => _process.Registry.SaveState(_file.Path));

        Assert.Contains($"cannot be saved in '{_file.Path}'", error.Message, StringComparison.Ordinal);
        Assert.Empty(Files);
        Assert.ThrowsAny<IOException>(() => _process.Registry.RestoreState(_file.Path));
        Assert.True(Directory.Exists(_file.Path));
    }

    [Fact]
    public void M14_file_that_somebody_reads_is_replaced_and_read_to_its_end()
    {
        _process.Emit(1, "/a");
        _process.Registry.SaveState(_file.Path);
        using var reader = new StreamReader(
            new FileStream(_file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

        _process.Emit(1, "/b");
        _process.Registry.SaveState(_file.Path);

        Assert.DoesNotContain("/b", reader.ReadToEnd(), StringComparison.Ordinal);
        Assert.Contains("/b", File.ReadAllText(_file.Path), StringComparison.Ordinal);
        Assert.Equal(["state.json"], Files);
    }

    private static string OfType(string type, string numbers) =>
        $$"""
        { "Version": 1, "Metrics": [ { "Name": "a.n", "Type": "{{type}}", "Bounds": [1], "Series": [
          { "Started": "2026-03-01T12:00:00.0000000Z", "Count": 3, "Value": 3, {{numbers}} } ] } ] }
        """;
}
