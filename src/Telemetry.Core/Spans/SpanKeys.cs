namespace Telemetry;

/// <summary>The keys that a span itself adds to its events.</summary>
internal static class SpanKeys
{
    internal const string Duration = "duration";
    internal const string MonotonicTime = "monotonic_time";
    internal const string SystemTime = "system_time";
    internal const string Context = "telemetry_span_context";
    internal const string Parent = "telemetry_span_parent";
    internal const string Kind = "kind";
    internal const string Reason = "reason";
    internal const string StackTrace = "stacktrace";
}
