using System.Diagnostics.Metrics;
using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>A counter, a sum or a last value as an observable instrument, which is read when a listener collects.</summary>
internal sealed class ObservedMetric(Meter meter, string name, Metric metric, CollectionStart collections)
    : PublishedInstrument(meter, name)
{
    private readonly string[] _tags = [.. metric.Definition.Tags.Select(tag => tag.Name)];
    private long _collection;

    internal override MetricDefinition? Definition => metric.Definition;

    internal override void Create()
    {
        MetricDefinition definition = metric.Definition;
        string? unit = definition.Unit is null ? null : ExportedName.CodeOfUnit(definition.Unit);
        switch (definition.Type)
        {
            case MetricType.Counter:
                Meter.CreateObservableCounter(Name, Observe(CountOf), unit, definition.Description);
                break;
            case MetricType.LastValue:
                Meter.CreateObservableGauge(Name, Observe(NumberOf), unit, definition.Description);
                break;
            case MetricType.Sum when definition.AllowNegative:
                Meter.CreateObservableUpDownCounter(Name, Observe(NumberOf), unit, definition.Description);
                break;
            default:
                Meter.CreateObservableCounter(Name, Observe(NumberOf), unit, definition.Description);
                break;
        }
    }

    private static long CountOf(MeasurementValue value) => value.TryGetInt64(out long count) ? count : 0;

    private static double NumberOf(MeasurementValue value) => value.TryGetDouble(out double number) ? number : 0;

    private Func<IEnumerable<Measurement<T>>> Observe<T>(Func<MeasurementValue, T> convert)
        where T : struct => () => Read(convert);

    private Measurement<T>[] Read<T>(Func<MeasurementValue, T> convert)
        where T : struct
    {
        if (HasEnded)
        {
            return [];
        }

        collections.Note(ref _collection);

        // Again, as the metric may have been removed by what runs at a collection.
        return HasEnded || metric.IsRemoved
            ? []
            : [.. metric.Read().Series.Select(series => new Measurement<T>(convert(series.Value), SeriesTags.Of(_tags, series.TagValues)))];
    }
}
