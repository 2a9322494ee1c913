using System.Diagnostics;
using System.Diagnostics.Metrics;
using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>A distribution or a summary as a histogram, which receives each value while somebody listens to it.</summary>
internal sealed class TappedMetric(Meter meter, string name, Metric metric) : PublishedInstrument(meter, name)
{
    private readonly string[] _tags = [.. metric.Definition.Tags.Select(tag => tag.Name)];
    private Histogram<double>? _histogram;
    private IDisposable? _tap;

    internal override void Create()
    {
        MetricDefinition definition = metric.Definition;
        string? unit = definition.Unit is null ? null : ExportedName.CodeOfUnit(definition.Unit);
        _histogram = HistogramAdvice.Create(Meter, Name, unit, definition.Description, definition.Buckets);
        _tap = metric.Tap(Record);
    }

    public override void Dispose()
    {
        End();
        _tap?.Dispose();
        base.Dispose();
    }

    private void Record(IReadOnlyList<string> tagValues, double value)
    {
        // Listeners come and go without a notice.
        if (_histogram is { Enabled: true } histogram && !HasEnded)
        {
            RecordTagged(histogram, tagValues, value);
        }
    }

    private void RecordTagged(Histogram<double> histogram, IReadOnlyList<string> tagValues, double value)
    {
        var tags = default(TagList);
        for (int i = 0; i < _tags.Length; i++)
        {
            tags.Add(_tags[i], tagValues[i]);
        }

        histogram.Record(value, tags);
    }
}
