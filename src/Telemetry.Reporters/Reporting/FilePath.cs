namespace Telemetry.Reporters;

/// <summary>Checks paths of files that a reporter writes.</summary>
internal static class FilePath
{
    /// <summary>Returns the full path of a file whose folder exists.</summary>
    /// <exception cref="ReporterException">It is not the path of a file, or its folder does not exist.</exception>
    internal static string Require(string? path)
    {
        if (path is null || string.IsNullOrWhiteSpace(path))
        {
            throw Invalid(path, "the path is empty. Give that of a file.");
        }

        string full;
        try
        {
            full = Path.GetFullPath(path);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw Invalid(path, $"it is not a path. {e.Message}");
        }

        string? folder = Path.GetDirectoryName(full);
        return Directory.Exists(full) || Path.GetFileName(full).Length == 0
                ? throw Invalid(path, "it is a folder. Add the name of the file.")
            : !Directory.Exists(folder)
                ? throw Invalid(path, $"the folder '{folder}' does not exist. Create it first, or choose another path.")
            : full;
    }

    private static ReporterException Invalid(string? path, string problem) =>
        new(ReporterErrorKind.InvalidPath, $"'{path}': {problem}", path);
}
