namespace Telemetry.Tests.Hosting;

/// <summary>A script file that goes when disposed.</summary>
internal sealed class ScriptOnDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    public ScriptOnDisk(string script)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "script.ps1");
        File.WriteAllText(Path, script);
    }

    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
