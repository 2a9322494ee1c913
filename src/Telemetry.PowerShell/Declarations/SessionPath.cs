using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Resolves the path of a file that a user gives, relative to the location of the session.</summary>
internal static class SessionPath
{
    private const string FileSystem = "FileSystem";

    /// <param name="cmdlet">The cmdlet, whose session has the location.</param>
    /// <param name="path">The path.</param>
    /// <param name="invalid">Creates the exception about a path that is not that of a file, from the problem.</param>
    internal static string Resolve(PSCmdlet cmdlet, string path, Func<string, Exception> invalid)
    {
        string file;
        ProviderInfo provider;
        try
        {
            file = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        }
        catch (Exception e) when (e is RuntimeException or ArgumentException or NotSupportedException)
        {
            throw invalid(e.Message);
        }

        return provider.Name == FileSystem ? file : throw invalid($"it is a path of {provider.Name}, and a file is needed.");
    }
}
