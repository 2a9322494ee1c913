namespace Telemetry.Commands;

/// <summary>The metrics and spans to publish, as the parameters of a cmdlet select them.</summary>
internal sealed class PublicationRequest
{
    /// <summary>The names of the metrics, with wildcards; empty for all.</summary>
    internal IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>The group of the metrics; null for all.</summary>
    internal string? Group { get; init; }

    /// <summary>The names of the spans, with wildcards; empty for none.</summary>
    internal IReadOnlyList<string> Spans { get; init; } = [];

    internal bool IsSame(PublicationRequest other) =>
        IsSame(Metrics, other.Metrics)
        && IsSame(Spans, other.Spans)
        && string.Equals(Group, other.Group, StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(IReadOnlyList<string> names, IReadOnlyList<string> others) =>
        new HashSet<string>(names, StringComparer.OrdinalIgnoreCase).SetEquals(others);
}
