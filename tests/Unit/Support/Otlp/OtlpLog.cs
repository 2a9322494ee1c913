using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>A log record in a request.</summary>
/// <param name="Body">The body: text in most cases.</param>
/// <param name="EventName">The name of the event; empty if there is none.</param>
/// <param name="Severity">The number of the severity: 9 for information, 13 for a warning, 17 for an error.</param>
/// <param name="SeverityText">The severity in words.</param>
/// <param name="Attributes">The attributes.</param>
/// <param name="TraceId">The id of the trace, in hexadecimal digits; empty if there is none.</param>
/// <param name="SpanId">The id of the span; empty if there is none.</param>
/// <param name="Time">The time.</param>
/// <param name="Scope">The category of the logger and the resource.</param>
internal sealed record OtlpLog(
    object? Body,
    string EventName,
    int Severity,
    string SeverityText,
    IReadOnlyDictionary<string, object?> Attributes,
    string TraceId,
    string SpanId,
    DateTimeOffset Time,
    OtlpScope Scope)
{
    internal static IReadOnlyList<OtlpLog> ReadAll(JsonElement body) =>
        OtlpScope.ReadAll(body, "resourceLogs", "scopeLogs", "logRecords", Read);

    private static OtlpLog Read(JsonElement log, OtlpScope scope) => new(
        log.Child("body").Value(),
        log.Text("eventName"),
        log.Int32("severityNumber"),
        log.Text("severityText"),
        log.Attributes(),
        log.Text("traceId"),
        log.Text("spanId"),
        log.Time("timeUnixNano"),
        scope);
}
