namespace Telemetry.Tests.Support;

/// <summary>A folder of its own, until it is disposed.</summary>
internal sealed class FolderOfATest : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    internal string Path => _folder.FullName;

    /// <summary>The names of the files in it, in order.</summary>
    internal string[] Files => [.. Directory.EnumerateFiles(Path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)!];

    internal string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
