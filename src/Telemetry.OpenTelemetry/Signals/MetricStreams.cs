using System.Diagnostics.Metrics;
using Telemetry.Diagnostics;
using Telemetry.Metrics;

namespace Telemetry.Otlp;

/// <summary>Decides how the SDK keeps the values of published metrics.</summary>
/// <param name="publication">The published metrics.</param>
/// <param name="prefix">The text before the name of each metric.</param>
/// <param name="summaries">The kind of histogram that summaries become.</param>
internal sealed class MetricStreams(InstrumentPublication publication, string prefix, SummaryForm summaries)
{
    private const int MaximumName = 255;

    // For series that come and go. The SDK keeps the place of each, and allocates all places at once.
    private const int PlacesOfChangingSeries = 10;
    private const int MaximumPlaces = 100_000;

    // Those that the conventions of OpenTelemetry have for durations. What the SDK takes by default is made for milliseconds.
    private static readonly double[] s_seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>Returns how the values of an instrument are kept.</summary>
    internal MetricStream Of(Instrument instrument)
    {
        string name = prefix + instrument.Name;
        name = name.Length <= MaximumName ? name : name[..MaximumName];
        if (publication.FindDefinition(instrument) is not { } definition)
        {
            return new MetricStream(name, [], IsExponential: false, MetricDefinition.DefaultSeriesLimit);
        }

        // One more for those beyond the limit.
        int places = definition.SeriesLimit + 1;
        bool isChanging = definition.PerPoll || definition.Lifetime is not null;
        return new MetricStream(
            name,
            BoundsOf(definition),
            definition.Type == MetricType.Summary && summaries == SummaryForm.Exponential,
            isChanging ? Math.Max(places, Math.Min(places * PlacesOfChangingSeries, MaximumPlaces)) : places);
    }

    private static double[] BoundsOf(MetricDefinition definition) =>
        definition.Type == MetricType.Summary && definition.Unit is { } unit && ExportedName.CodeOfUnit(unit) == "s"
            ? s_seconds
            : [.. definition.Buckets];
}
