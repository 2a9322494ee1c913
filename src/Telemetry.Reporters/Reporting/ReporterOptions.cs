using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>The options that all reporters have. They are read when the reporter is created.</summary>
public abstract class ReporterOptions
{
    /// <summary>Initializes a new instance.</summary>
    protected ReporterOptions()
    {
    }

    /// <summary>The name of the reporter, unique among those of the process that are running, without regard to case; null for the
    /// kind of the reporter, with a number if there is one already.</summary>
    public string? Name { get; set; }

    /// <summary>The registry whose metrics are reported; null for <see cref="MetricRegistry.Default"/>.</summary>
    public MetricRegistry? Registry { get; set; }

    /// <summary>The names of the metrics to report, with the wildcards <c>*</c> and <c>?</c> (<see cref="EventPattern"/>), including
    /// metrics that are added later; empty for all metrics.</summary>
    public IReadOnlyList<string> Metrics { get; set; } = [];

    /// <summary>The group of the metrics to report (<see cref="MetricDefinition.Group"/>), without regard to case; null for all.</summary>
    public string? Group { get; set; }

    /// <summary>Text to put before the name of each metric; null for none.</summary>
    public string? Prefix { get; set; }

    /// <summary>The time between two reports, from 100 milliseconds to a day; null for the default of the reporter.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>The path of a file from which the numbers of the registry's metrics are restored when the reporter starts, and in
    /// which they are saved after each report and at the end (<see cref="MetricRegistry.SaveState"/>); null for none.</summary>
    public string? StatePath { get; set; }
}
