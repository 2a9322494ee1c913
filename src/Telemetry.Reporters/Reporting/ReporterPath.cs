namespace Telemetry.Reporters;

/// <summary>Checks paths of files that a reporter writes.</summary>
internal static class ReporterPath
{
    /// <summary>Returns the full path of a file whose folder exists.</summary>
    /// <exception cref="ReporterException">It is not the path of a file, or its folder does not exist.</exception>
    internal static string Require(string? path) => FilePath.TryResolve(path, out string? full, out string? problem)
        ? full
        : throw new ReporterException(ReporterErrorKind.InvalidPath, $"'{path}': {problem}", path);
}
