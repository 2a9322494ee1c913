using System.Diagnostics;
using System.Diagnostics.Metrics;
using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>A distribution or a summary as a histogram, which receives each value while somebody listens to it.</summary>
internal sealed class TappedMetric(Meter meter, string name, Metric metric) : PublishedInstrument(meter, name)
{
    private IDisposable? _tap;

    internal override MetricDefinition? Definition => metric.Definition;

    internal override void Create()
    {
        MetricDefinition definition = metric.Definition;
        string? unit = definition.Unit is null ? null : ExportedName.CodeOfUnit(definition.Unit);
        Histogram<double> histogram = HistogramAdvice.Create(Meter, Name, unit, definition.Description, definition.Buckets);
        _tap = metric.Tap(new Observer(this, histogram, [.. definition.Tags.Select(tag => tag.Name)]));
    }

    public override void Dispose()
    {
        End();
        _tap?.Dispose();
        base.Dispose();
    }

    /// <summary>Passes values on to a histogram.</summary>
    private sealed class Observer(TappedMetric owner, Histogram<double> histogram, string[] tags) : MetricObserver
    {
        // Listeners come and go without a notice.
        public override bool IsEnabled => histogram.Enabled;

        public override void Record(IReadOnlyList<string> tagValues, double value)
        {
            if (owner.HasEnded)
            {
                return;
            }

            var list = default(TagList);
            for (int i = 0; i < tags.Length; i++)
            {
                list.Add(tags[i], tagValues[i]);
            }

            histogram.Record(value, list);
        }
    }
}
