using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>A metric in a request.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">The description.</param>
/// <param name="Unit">The unit, in the notation of UCUM.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Points">The values, one for each set of attributes.</param>
/// <param name="IsMonotonic">Whether a sum only grows.</param>
/// <param name="IsDelta">Whether the values are those since the last request; otherwise, they are those since the start.</param>
/// <param name="Scope">The meter and the resource.</param>
internal sealed record OtlpMetric(
    string Name,
    string Description,
    string Unit,
    OtlpMetricKind Kind,
    IReadOnlyList<OtlpPoint> Points,
    bool IsMonotonic,
    bool IsDelta,
    OtlpScope Scope)
{
    private static readonly (string Field, OtlpMetricKind Kind)[] s_kinds =
    [
        ("gauge", OtlpMetricKind.Gauge),
        ("sum", OtlpMetricKind.Sum),
        ("histogram", OtlpMetricKind.Histogram),
        ("exponentialHistogram", OtlpMetricKind.ExponentialHistogram),
        ("summary", OtlpMetricKind.Summary),
    ];

    /// <summary>Returns the value of attributes that are given as <c>key=value</c>, in any order.</summary>
    internal OtlpPoint Point(params string[] attributes) =>
        Points.SingleOrDefault(point => point.Attributes
            .Select(pair => FormattableString.Invariant($"{pair.Key}={pair.Value}"))
            .Order(StringComparer.Ordinal)
            .SequenceEqual(attributes.Order(StringComparer.Ordinal)))
        ?? throw new KeyNotFoundException($"The metric '{Name}' has not one point with '{string.Join(", ", attributes)}'.");

    internal static IReadOnlyList<OtlpMetric> ReadAll(JsonElement body) =>
        OtlpScope.ReadAll(body, "resourceMetrics", "scopeMetrics", "metrics", Read);

    private static OtlpMetric Read(JsonElement metric, OtlpScope scope)
    {
        const int Delta = 1;
        (string field, OtlpMetricKind kind) = s_kinds.Single(entry => metric.Has(entry.Field));
        JsonElement data = metric.Child(field);
        return new OtlpMetric(
            metric.Text("name"),
            metric.Text("description"),
            metric.Text("unit"),
            kind,
            [.. data.Items("dataPoints").Select(OtlpPoint.Read)],
            data.Flag("isMonotonic"),
            data.Int32("aggregationTemporality") == Delta,
            scope);
    }
}
