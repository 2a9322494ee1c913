namespace Telemetry.Tests.Support;

/// <summary>A program that tests need and that may not be installed.</summary>
internal static class Tool
{
    // Set by .ci/run: what is missing there is a failure.
    private static readonly bool s_isRequired = Environment.GetEnvironmentVariable("TELEMETRY_TESTS_REQUIRE_TOOLS") == "1";

    // Of a folder in .tools: those of a package of Debian, of an archive, and of a package of npm.
    private static readonly string[] s_folders =
        [Path.Combine("usr", "bin"), Path.Combine("usr", "sbin"), "bin", Path.Combine("node_modules", ".bin"), string.Empty];

    /// <summary>Returns the path of a program. The test is skipped if there is no such program.</summary>
    /// <param name="name">The name, without an extension.</param>
    /// <param name="source">The way to install it, as a sentence.</param>
    internal static string Require(string name, string source) =>
        OrSkip(Find(name), $"It needs {name}, in the PATH or in .tools. {source}");

    /// <summary>Returns the path of a file in <c>.tools</c>. The test is skipped if there is no such file.</summary>
    /// <param name="name">The path in <c>.tools</c>.</param>
    /// <param name="source">The way to install it, as a sentence.</param>
    internal static string RequireFile(string name, string source)
    {
        string file = Repository.PathOf(".tools", name);
        return OrSkip(File.Exists(file) ? file : null, $"It needs .tools/{name}. {source}");
    }

    private static string OrSkip(string? path, string reason)
    {
        Assert.False(path is null && s_isRequired, reason);
        Assert.SkipWhen(path is null, reason);
        return path!;
    }

    private static string? Find(string name)
    {
        string file = OperatingSystem.IsWindows() ? $"{name}.exe" : name;
        string tools = Repository.PathOf(".tools");
        IEnumerable<string> installed = Directory.Exists(tools) ? Directory.EnumerateDirectories(tools) : [];
        return installed
            .SelectMany(folder => s_folders.Select(inner => Path.Combine(folder, inner)))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
