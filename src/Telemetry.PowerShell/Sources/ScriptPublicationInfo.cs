using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The publication of Publish-TelemetryMetric. The instruments are read when they are asked for.</summary>
public sealed class ScriptPublicationInfo
{
    private readonly Publication _publication;

    internal ScriptPublicationInfo(Publication publication) => _publication = publication;

    /// <summary>The name of the meter, and of the source of activities.</summary>
    public string Meter => _publication.Meter;

    /// <summary>The names of the metrics, with wildcards; empty for all.</summary>
    public IReadOnlyList<string> Metric => _publication.Request.Metrics;

    /// <summary>The group of the metrics; null for all.</summary>
    public string? Group => _publication.Request.Group;

    /// <summary>The names of the spans, with wildcards; empty if none are published.</summary>
    public IReadOnlyList<string> Span => _publication.Request.Spans;

    /// <summary>The names of the instruments, sorted; empty after the end of the publication.</summary>
    public IReadOnlyList<string> Instruments => _publication.Instruments;

    /// <summary>The number of activities that are open.</summary>
    public int OpenActivities => _publication.OpenActivities;

    /// <summary>The number of activities that were dropped, for example as too many were open.</summary>
    public long DroppedActivities => _publication.DroppedActivities;

    /// <summary>The metrics as text.</summary>
    [Hidden]
    public string MetricText => (Metric.Count == 0 ? "*" : string.Join(", ", Metric)) + (Group is null ? string.Empty : $" of {Group}");

    /// <summary>The spans as text; null if none are published.</summary>
    [Hidden]
    public string? SpanText => Span.Count == 0 ? null : string.Join(", ", Span);
}
