using System.Collections;

namespace Telemetry.Otlp;

/// <summary>The parameters that a user gives. One that is not given is null.</summary>
internal sealed record OtlpParameters
{
    /// <summary>The address of the receiver.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The protocol.</summary>
    public string? Protocol { get; init; }

    /// <summary>The headers of requests.</summary>
    public IDictionary? Header { get; init; }

    /// <summary>The longest time for a request.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The time between two reports of the metrics.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>The name of the service.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Attributes of the resource.</summary>
    public IDictionary? ResourceAttribute { get; init; }

    /// <summary>Whether no metrics are reported.</summary>
    public bool NoMetric { get; init; }

    /// <summary>The names of the spans that are reported; none for no spans.</summary>
    public IReadOnlyList<string>? Trace { get; init; }

    /// <summary>The names of the events that are reported as log records.</summary>
    public IReadOnlyList<string>? Log { get; init; }

    /// <summary>The kind of histogram that summaries become.</summary>
    public string? SummaryAs { get; init; }
}
