using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Resolves the path of a file that a user gives, relative to the location of the session.</summary>
internal static class MetricPath
{
    /// <exception cref="InvalidMetricException">The path is not that of a file.</exception>
    internal static string Resolve(PSCmdlet cmdlet, string path)
    {
        string file = SessionPath.Resolve(cmdlet, path, problem => InvalidMetricException.Path(path, problem));
        return Directory.Exists(file) ? throw InvalidMetricException.Path(path, "it is a folder. Add the name of the file.") : file;
    }

    /// <summary>Reads or writes a file.</summary>
    /// <exception cref="InvalidMetricException">The file cannot be read or written.</exception>
    internal static void Use(string file, Action<string> use)
    {
        try
        {
            use(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw InvalidMetricException.Path(file, e.Message);
        }
    }
}
