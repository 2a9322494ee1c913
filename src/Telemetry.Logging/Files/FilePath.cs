using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>Checks paths of files to write.</summary>
internal static class FilePath
{
    /// <summary>Finds the full path of a file whose folder exists.</summary>
    /// <param name="path">The path that a user gave.</param>
    /// <param name="full">The full path, or null.</param>
    /// <param name="problem">The problem and its remedy, to put after the path: it is not the path of a file, or its folder does not
    /// exist. Null if there is none.</param>
    internal static bool TryResolve(string? path, [NotNullWhen(true)] out string? full, [NotNullWhen(false)] out string? problem)
    {
        full = null;
        if (path is null || string.IsNullOrWhiteSpace(path))
        {
            problem = "the path is empty. Give that of a file.";
            return false;
        }

        try
        {
            full = Path.GetFullPath(path);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            problem = $"it is not a path. {e.Message}";
            return false;
        }

        string? folder = Path.GetDirectoryName(full);
        problem = Directory.Exists(full) || Path.GetFileName(full).Length == 0 ? "it is a folder. Add the name of the file."
            : !Directory.Exists(folder) ? $"the folder '{folder}' does not exist. Create it first, or choose another path."
            : null;
        return problem is null;
    }
}
