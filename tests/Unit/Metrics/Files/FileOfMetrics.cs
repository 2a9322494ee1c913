using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

/// <summary>A file in a folder of its own.</summary>
internal sealed class FileOfMetrics : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public FileOfMetrics(string name = "metrics.json") => Path = System.IO.Path.Combine(_folder.FullName, name);

    public string Path { get; }

    public MetricFileContent Read(string text)
    {
        File.WriteAllText(Path, text);
        return MetricFile.Read(Path);
    }

    public MetricException ReadInvalid(string text) => Assert.Throws<MetricException>(() => Read(text));

    public void Dispose() => _folder.Delete(recursive: true);
}
