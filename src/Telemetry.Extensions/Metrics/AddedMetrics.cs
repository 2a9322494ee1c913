using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Metrics that were added to the services, and are added to the registry when the host starts.</summary>
/// <param name="read">The function that returns the definitions when the host starts.</param>
internal sealed class AddedMetrics(Func<ContentRoot, DefinitionSet> read)
{
    /// <exception cref="MetricException">A file cannot be read, or is not valid.</exception>
    internal DefinitionSet Read(ContentRoot root) => read(root);
}
