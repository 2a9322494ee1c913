using Telemetry.Tests.Support;

namespace Telemetry.Tests.Packages;

/// <summary>A program that uses each package that supports trimming, published in both forms. A warning of the analysis is an error of
/// the publication, and all of each package is analysed.</summary>
[Trait("Category", "Slow")]
public sealed class TrimmingTests : IDisposable
{
    private const string Source = "Install it by 'tools/install-servers' (Debian, Ubuntu), or with the tools for C of the system.";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task Program_that_is_trimmed_does_the_same() => CompareAsync("Trimmed");

    [Fact]
    public Task Program_that_is_compiled_to_native_code_does_the_same()
    {
        Assert.SkipWhen(!OperatingSystem.IsLinux(), "The tools to link it are looked for by their names on Linux.");
        Tool.Require("gcc", Source);
        return CompareAsync("Aot");
    }

    private async Task CompareAsync(string form)
    {
        string assembly = Repository.PathOfProgram("tests", "Programs", "TrimmedProgram");
        string configuration = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(assembly)))!;
        ProcessResult published = await ProcessRun.RunAsync(
            "dotnet",
            [
                "publish", Repository.PathOf("tests", "Programs", "TrimmedProgram"), "-c", configuration, "-o", _folder.FullName,
                $"-p:TrimmedForm={form}", "-p:BuildProjectReferences=false", "-v", "q", "-nologo",
            ]);
        Assert.True(published.ExitCode == 0, published.Output + published.Error);

        ProcessResult expected = await ProcessRun.RunAsync("dotnet", [assembly]);
        ProcessResult actual = await ProcessRun.RunAsync(Path.Combine(_folder.FullName, "TrimmedProgram"), []);

        Assert.Equal((0, string.Empty), (expected.ExitCode, expected.Error));
        Assert.NotEmpty(expected.Output);
        Assert.Equal((0, string.Empty, expected.Output), (actual.ExitCode, actual.Error, actual.Output));
    }
}
