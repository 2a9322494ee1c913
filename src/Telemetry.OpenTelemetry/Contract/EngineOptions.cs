using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Telemetry.Otlp;

/// <summary>The options of <see cref="IOtlpEngine"/>.</summary>
internal sealed record EngineOptions
{
    /// <summary>The receivers of the signals that are reported.</summary>
    public required IReadOnlyDictionary<Signal, Destination> Destinations { get; init; }

    /// <summary>The attributes of the resource that those of the environment replace.</summary>
    public required IReadOnlyDictionary<string, object> DefaultResource { get; init; }

    /// <summary>The attributes of the resource that replace those of the environment.</summary>
    public required IReadOnlyDictionary<string, object> Resource { get; init; }

    /// <summary>The name of the meter of the published metrics.</summary>
    public required string MeterName { get; init; }

    /// <summary>Returns how the values of an instrument are kept; null if they are not reported.</summary>
    public required Func<Instrument, MetricStream?> StreamOf { get; init; }

    /// <summary>Whether counters and histograms are reported as what was added since the last report.</summary>
    public bool IsDelta { get; init; }

    /// <summary>Whether up-down counters are always reported as totals, where <see cref="IsDelta"/> is set.</summary>
    public bool IsLowMemory { get; init; }

    /// <summary>The name of the activity source of the published spans.</summary>
    public required string SourceName { get; init; }

    /// <summary>Called for each recorded activity that stops, on its thread.</summary>
    public required Action<Activity> Stopped { get; init; }

    /// <summary>The name of the loggers' category.</summary>
    public required string LogCategory { get; init; }
}
