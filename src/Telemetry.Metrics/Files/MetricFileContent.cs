namespace Telemetry.Metrics;

/// <summary>The content of a file of definitions. Immutable.</summary>
public sealed class MetricFileContent
{
    internal MetricFileContent(
        IReadOnlyList<MetricDefinition> metrics, IReadOnlyList<MetricDataNode> polls, IReadOnlyList<MetricDataNode> sources)
    {
        Metrics = [.. metrics];
        Polls = polls;
        Sources = sources;
    }

    /// <summary>The definitions of metrics, checked, in the order of the file.</summary>
    public IReadOnlyList<MetricDefinition> Metrics { get; }

    /// <summary>The polls: a map of options for each. Those who register polls check them.</summary>
    public IReadOnlyList<MetricDataNode> Polls { get; }

    /// <summary>The sources: a map of options for each. Those who enable sources check them.</summary>
    public IReadOnlyList<MetricDataNode> Sources { get; }
}
