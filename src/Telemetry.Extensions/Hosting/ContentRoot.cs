using Microsoft.Extensions.Hosting;

namespace Telemetry.Extensions;

/// <summary>The folder of relative paths: the content root of the host. The current directory of a service is often that of the
/// system.</summary>
/// <param name="environments">The environments of the host, of which the last one counts; none in a container without a host.</param>
internal sealed class ContentRoot(IEnumerable<IHostEnvironment> environments)
{
    private readonly string? _folder = environments.LastOrDefault()?.ContentRootPath;

    /// <summary>Returns the full path of a file. A path that is not valid is left to those who open the file.</summary>
    internal string Resolve(string path) =>
        string.IsNullOrWhiteSpace(path) || path.Contains('\0') || string.IsNullOrEmpty(_folder) ? path : Path.Combine(_folder, path);
}
