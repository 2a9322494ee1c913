using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Resolves the path of a file of declarations or of a page, relative to the location of the session.</summary>
internal static class DeclarationPath
{
    private const string FileSystem = "FileSystem";

    /// <exception cref="InvalidDeclarationException">The path is not that of a file.</exception>
    internal static string Resolve(PSCmdlet cmdlet, string path)
    {
        try
        {
            string file = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == FileSystem
                ? file
                : throw Invalid(path, $"it is a path of {provider.Name}, and a file is needed.");
        }
        catch (Exception e) when (e is RuntimeException or NotSupportedException)
        {
            throw Invalid(path, e.Message);
        }
    }

    private static InvalidDeclarationException Invalid(string path, string problem) => new($"'{path}': {problem}") { Target = path };
}
