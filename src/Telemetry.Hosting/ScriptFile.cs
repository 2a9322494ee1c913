namespace Telemetry.Hosting;

/// <summary>Validates and resolves the paths of script files.</summary>
public static class ScriptFile
{
    /// <summary>Gets the full path of a script file, which the engine can run as a command.</summary>
    /// <param name="path">The path, absolute or relative to the current directory.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="ArgumentException">The file is not a <c>.ps1</c> file.</exception>
    public static string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = Path.GetFullPath(path);
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"There is no script '{file}'. Give the path of a .ps1 file.", file);
        }

        return IsScript(file)
            ? file
            : throw new ArgumentException($"'{file}' is not a script: its name does not end in .ps1.", nameof(path));
    }

    /// <summary>Determines whether a file of a handler folder is a script by its name. A name that begins with a dot is not
    /// one: editors and file systems put such locks and copies beside a file.</summary>
    internal static bool IsHandlerScript(string? path) =>
        IsScript(path) && !Path.GetFileName(path.AsSpan()).StartsWith('.');

    private static bool IsScript(string? path) =>
        ".ps1".Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase);
}
