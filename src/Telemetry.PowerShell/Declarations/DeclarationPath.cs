using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Resolves the path of a file of declarations or of a page, relative to the location of the session.</summary>
internal static class DeclarationPath
{
    /// <exception cref="InvalidDeclarationException">The path is not that of a file.</exception>
    internal static string Resolve(PSCmdlet cmdlet, string path) => SessionPath.Resolve(
        cmdlet, path, problem => new InvalidDeclarationException($"'{path}': {problem}") { Target = path });
}
