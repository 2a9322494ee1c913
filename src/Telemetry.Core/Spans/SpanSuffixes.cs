namespace Telemetry;

/// <summary>The last segments of the names of a span's events.</summary>
internal static class SpanSuffixes
{
    internal const string Start = "start";
    internal const string Stop = "stop";
    internal const string Exception = "exception";
}
