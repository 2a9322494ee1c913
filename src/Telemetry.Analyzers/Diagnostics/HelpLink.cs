using System.Reflection;

namespace Telemetry.Analyzers;

/// <summary>The addresses of the pages that describe the diagnostics.</summary>
/// <remarks>The address of the repository is known in a build of the build server, whose compiler adds it to the assembly. In another
/// build, a link is the path of the page in the repository.</remarks>
internal static class HelpLink
{
    private const string Folder = "docs/diagnostics";

    private static readonly string? s_repository = typeof(HelpLink).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == "RepositoryUrl")?.Value;

    /// <summary>Returns the link to the page of a diagnostic.</summary>
    internal static string Of(string id) => Of(id, s_repository);

    /// <summary>Returns the link to the page of a diagnostic in the repository at an address; null or empty if it is unknown.</summary>
    internal static string Of(string id, string? repository)
    {
        const string Suffix = ".git";
        string page = $"{Folder}/{id}.md";
        if (string.IsNullOrEmpty(repository))
        {
            return page;
        }

        string address = repository!.TrimEnd('/');
        address = address.EndsWith(Suffix, StringComparison.Ordinal) ? address.Substring(0, address.Length - Suffix.Length) : address;
        return $"{address}/blob/HEAD/{page}";
    }
}
