namespace Telemetry.Metrics;

/// <summary>A source of events in the platform that a file of definitions enables. Immutable.</summary>
/// <remarks>In the file, it is a map in the list <c>Sources</c> with the options <c>Name</c>, <c>Via</c>, <c>Prefix</c>, <c>Tag</c> and
/// <c>Interval</c>. Only the first one is required.</remarks>
public sealed class MetricFileSource
{
    internal MetricFileSource(string name, string place)
    {
        Name = name;
        Place = place;
    }

    /// <summary>The name of the source, such as <c>System.Net.Http</c>.</summary>
    public string Name { get; }

    /// <summary>The kind of the source: <c>Activity</c>, <c>Meter</c> or <c>DiagnosticListener</c>; null if the file does not say
    /// so.</summary>
    public string? Via { get; internal init; }

    /// <summary>The prefix of the names of its events; null for the default.</summary>
    public string? Prefix { get; internal init; }

    /// <summary>The tags to keep, with wildcards; null for the default.</summary>
    public IReadOnlyList<string>? Tags { get; internal init; }

    /// <summary>The time between two readings of observable instruments; null for the default.</summary>
    public TimeSpan? Interval { get; internal init; }

    /// <summary>The file, the line and the number of the source, with which messages begin:
    /// <c>web.psd1:9: source 1 ('System.Net.Http')</c>.</summary>
    public string Place { get; }
}
