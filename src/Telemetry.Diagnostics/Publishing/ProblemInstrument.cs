using System.Diagnostics.Metrics;
using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>The problems of the published metrics as an observable counter.</summary>
internal sealed class ProblemInstrument(Meter meter, string name, MetricRegistry registry, MetricSelection selection)
    : PublishedInstrument(meter, name)
{
    private static readonly string[] s_tags = ["metric", "reason"];

    internal override void Create() => Meter.CreateObservableCounter(
        Name, Observe, unit: null, "The events that a metric recorded only in part, or not at all, by the reason.");

    private Measurement<long>[] Observe() => HasEnded
        ? []
        :
        [
            .. from metric in registry.List()
               where selection.IsSelected(metric.Definition)
               from problem in metric.Problems
               select new Measurement<long>(problem.Value, SeriesTags.Of(s_tags, [metric.Definition.Name, problem.Key.ToString()])),
        ];
}
