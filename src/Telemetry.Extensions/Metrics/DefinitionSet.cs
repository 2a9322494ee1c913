using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Definitions of metrics, with the polls and sources that they need.</summary>
/// <param name="Metrics">The metrics.</param>
/// <param name="Platform">The content of a file with the polls and sources, and without metrics; null if there are none.</param>
internal sealed record DefinitionSet(IReadOnlyList<MetricDefinition> Metrics, MetricFileContent? Platform = null)
{
    private const string Polls = "Polls";
    private const string Sources = "Sources";

    /// <summary>Returns the definitions of a file. Polls and sources are kept apart, as they start after the handlers.</summary>
    internal static DefinitionSet Of(MetricFileContent content) => new(
        content.Metrics,
        content.Polls.Count + content.Sources.Count == 0 ? null : PlatformOf(content.Polls, content.Sources, content.Path));

    /// <summary>Returns a built-in poll.</summary>
    internal static DefinitionSet OfPoll(string builtIn, TimeSpan? interval, bool onCollect) => new([], PlatformOf(
        [
            MetricDataNode.Map(
            [
                new("BuiltIn", MetricDataNode.Scalar(builtIn)),
                new("Interval", MetricDataNode.Scalar(interval?.ToString("c"))),
                new("OnCollect", MetricDataNode.Scalar(onCollect)),
            ]),
        ],
        [],
        "AddBuiltInPoll"));

    private static MetricFileContent PlatformOf(
        IReadOnlyList<MetricDataNode> polls, IReadOnlyList<MetricDataNode> sources, string path) => MetricFile.Create(
        MetricDataNode.Map([new(Polls, MetricDataNode.List(polls)), new(Sources, MetricDataNode.List(sources))]), path);
}
