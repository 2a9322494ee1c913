namespace Telemetry.Benchmarks.Reporting;

/// <summary>The repository that the program was built in.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Telemetry.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The program doesn't lie in the repository it was built in.");
    }
}
