using System.Globalization;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

/// <summary>A folder for a text file, which is removed while it is away.</summary>
internal sealed class TextFileDestination : Destination
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "jobs.prom");

    internal override Reporter Create(MetricRegistry registry) =>
        new TextFileReporter(new() { Registry = registry, Path = Path, Interval = TimeSpan.FromDays(1) });

    internal override long Arrived() => File.Exists(Path) ? CounterIn(File.ReadAllText(Path)) : 0;

    internal override void GoAway() => _folder.Delete(recursive: true);

    internal override void ComeBack() => _folder.Create();

    public override void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The value of the counter in a text for Prometheus.</summary>
    internal static long CounterIn(string text)
    {
        const string Name = "job_total ";
        string line = text.Split('\n').Single(line => line.StartsWith(Name, StringComparison.Ordinal));
        return long.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
    }
}
