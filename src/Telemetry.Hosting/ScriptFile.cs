namespace Telemetry.Hosting;

/// <summary>Script files as a host is given them.</summary>
public static class ScriptFile
{
    /// <summary>The full path of a script file, by which the engine runs it as a command.</summary>
    /// <param name="path">The path, absolute or relative to the current directory.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">It is no <c>.ps1</c> file.</exception>
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

    /// <summary>Whether a file of a handler folder is a script by its name, which does not begin with a dot: such are locks and
    /// copies that editors and file systems put beside a file.</summary>
    internal static bool IsHandlerScript(string? path) =>
        IsScript(path) && !Path.GetFileName(path.AsSpan()).StartsWith('.');

    private static bool IsScript(string? path) =>
        ".ps1".Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase);
}
