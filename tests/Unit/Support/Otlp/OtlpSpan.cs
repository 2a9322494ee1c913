using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>A span in a request.</summary>
/// <param name="TraceId">The id of the trace, in hexadecimal digits.</param>
/// <param name="SpanId">The id of the span.</param>
/// <param name="ParentSpanId">The id of the parent; empty for the root of a trace.</param>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Start">The time of the start.</param>
/// <param name="End">The time of the end.</param>
/// <param name="Attributes">The attributes.</param>
/// <param name="Status">The status.</param>
/// <param name="StatusMessage">The description of an error.</param>
/// <param name="Events">The events.</param>
/// <param name="Scope">The activity source and the resource.</param>
internal sealed record OtlpSpan(
    string TraceId,
    string SpanId,
    string ParentSpanId,
    string Name,
    OtlpSpanKind Kind,
    DateTimeOffset Start,
    DateTimeOffset End,
    IReadOnlyDictionary<string, object?> Attributes,
    OtlpStatus Status,
    string StatusMessage,
    IReadOnlyList<OtlpSpanEvent> Events,
    OtlpScope Scope)
{
    /// <summary>The duration.</summary>
    public TimeSpan Duration => End - Start;

    internal static IReadOnlyList<OtlpSpan> ReadAll(JsonElement body) =>
        OtlpScope.ReadAll(body, "resourceSpans", "scopeSpans", "spans", Read);

    private static OtlpSpan Read(JsonElement span, OtlpScope scope) => new(
        span.Text("traceId"),
        span.Text("spanId"),
        span.Text("parentSpanId"),
        span.Text("name"),
        (OtlpSpanKind)span.Int32("kind"),
        span.Time("startTimeUnixNano"),
        span.Time("endTimeUnixNano"),
        span.Attributes(),
        (OtlpStatus)span.Child("status").Int32("code"),
        span.Child("status").Text("message"),
        [.. span.Items("events").Select(item => new OtlpSpanEvent(item.Text("name"), item.Time("timeUnixNano"), item.Attributes()))],
        scope);
}
