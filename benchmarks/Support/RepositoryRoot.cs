namespace Telemetry.Benchmarks.Support;

/// <summary>The folder of the repository that a program was built in. The tests compile this file too.</summary>
internal static class RepositoryRoot
{
    internal static string Path { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Telemetry.slnx")))
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The program is not in a folder of the repository.");
    }
}
