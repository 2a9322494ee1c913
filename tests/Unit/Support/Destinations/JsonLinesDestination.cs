using System.Text.Json;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

/// <summary>A folder for a file of JSON lines, which is removed while it is away.</summary>
internal sealed class JsonLinesDestination : Destination
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    // Of the files that were removed with the folder.
    private long _removed;

    private string Path => System.IO.Path.Combine(_folder.FullName, "jobs.jsonl");

    internal override Reporter Create(MetricRegistry registry) =>
        new JsonLinesReporter(new() { Registry = registry, Path = Path, Interval = TimeSpan.FromDays(1) });

    internal override long Arrived() => _removed + InFile();

    internal override void GoAway()
    {
        _removed += InFile();
        _folder.Delete(recursive: true);
    }

    internal override void ComeBack() => _folder.Create();

    public override void Dispose() => _folder.Delete(recursive: true);

    private long InFile() => File.Exists(Path) ? File.ReadLines(Path).Sum(ValueOf) : 0;

    private static long ValueOf(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("value").GetInt64();
    }
}
