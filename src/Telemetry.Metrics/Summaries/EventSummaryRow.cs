namespace Telemetry.Metrics;

/// <summary>The numbers of the events with one name and the same values of the tags. Immutable.</summary>
public sealed class EventSummaryRow
{
    internal EventSummaryRow(
        string name, IReadOnlyList<string> tagValues, long count, long failed, IReadOnlyList<MeasurementSummary> measurements)
    {
        Name = name;
        TagValues = tagValues;
        Count = count;
        Failed = failed;
        Measurements = measurements;
    }

    /// <summary>The name of the events; for those of spans, of the span. <c>(other)</c> for the events beyond the limit.</summary>
    public string Name { get; }

    /// <summary>The values of the tags as text, in the order of the tags. A missing value is empty text.</summary>
    public IReadOnlyList<string> TagValues { get; }

    /// <summary>The number of events, including failed ones.</summary>
    public long Count { get; }

    /// <summary>The number of events whose last segment is <c>exception</c>: the spans that failed.</summary>
    public long Failed { get; }

    /// <summary>The numbers of the measurements, in the order in which they were given.</summary>
    public IReadOnlyList<MeasurementSummary> Measurements { get; }
}
