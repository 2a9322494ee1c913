using Telemetry.Benchmarks.Support;

namespace Telemetry.Tests.Support;

/// <summary>The files of the repository that the tests were built in.</summary>
internal static class Repository
{
    // Built, installed or measured, and so not under source control.
    private static readonly string[] s_ignored = ["bin", "obj", "output", "artifacts", "BenchmarkDotNet.Artifacts", ".git", ".tools"];

    public static string Root => RepositoryRoot.Path;

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The path of a file from the root, with slashes.</summary>
    public static string NameOf(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The paths of all files that are under source control and have one of the endings, in order.</summary>
    public static IEnumerable<string> Files(params string[] endings) => FilesOf(Root)
        .Where(file => endings.Contains(Path.GetExtension(file)))
        .Order(StringComparer.Ordinal);

    /// <summary>The assembly of a program that is built with the tests, and run from its own folder.</summary>
    /// <param name="folder">The folder of its project; the name of the assembly is that of the folder.</param>
    public static string PathOfProgram(params string[] folder)
    {
        // tests/Unit/bin/<configuration>/<framework>/ of these tests, and the same of the program.
        string[] output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        return PathOf([.. folder, "bin", output[^2], output[^1], $"{folder[^1]}.dll"]);
    }

    private static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder)
            .Where(inner => !s_ignored.Contains(Path.GetFileName(inner)))
            .SelectMany(FilesOf));
}
