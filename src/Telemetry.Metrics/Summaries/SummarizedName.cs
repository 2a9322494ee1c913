namespace Telemetry.Metrics;

/// <summary>The name under which an event counts.</summary>
/// <param name="Text">The name: for an event of a span, that of the span.</param>
/// <param name="IsOfSpan">Whether the event is one of a span.</param>
/// <param name="Counts">Whether the event counts: any one but the start of a span.</param>
/// <param name="IsFailure">Whether the event counts as failed.</param>
internal sealed record SummarizedName(string Text, bool IsOfSpan, bool Counts, bool IsFailure)
{
    internal static SummarizedName Of(EventName name, bool isOfSpan)
    {
        IReadOnlyList<string> segments = name.Segments;
        string last = segments[segments.Count - 1];
        bool isFailure = Is(last, "exception");
        bool isStart = Is(last, "start");
        return isOfSpan && segments.Count > 1 && (isFailure || isStart || Is(last, "stop"))
            ? new(string.Join(".", segments.Take(segments.Count - 1)), isOfSpan, !isStart, isFailure)
            : new(name.ToString(), isOfSpan, true, isFailure);
    }

    private static bool Is(string segment, string name) => segment.Equals(name, StringComparison.OrdinalIgnoreCase);
}
