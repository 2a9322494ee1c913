namespace Telemetry.Diagnostics;

/// <summary>An event of a span: the name of the span, and the event's meaning for it.</summary>
internal sealed class SpanEvent
{
    private const string StartSuffix = ".start";
    private const string StopSuffix = ".stop";
    private const string ExceptionSuffix = ".exception";

    internal SpanEvent(EventName name)
    {
        EventName = name;
        string text = name.ToString();
        Name = text.Substring(0, text.LastIndexOf('.'));
        IsStart = text.EndsWith(StartSuffix, StringComparison.OrdinalIgnoreCase);
        IsException = text.EndsWith(ExceptionSuffix, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The name of the event.</summary>
    internal EventName EventName { get; }

    /// <summary>The name of the span.</summary>
    internal string Name { get; }

    internal bool IsStart { get; }

    internal bool IsException { get; }

    /// <summary>Returns the pattern of the events by which spans start.</summary>
    internal static EventPattern StartPatternOf(EventPattern span) => EventPattern.Parse(span + StartSuffix);

    /// <summary>Returns the patterns of the events of spans.</summary>
    internal static IEnumerable<EventPattern> PatternsOf(EventPattern span) =>
        new[] { StartSuffix, StopSuffix, ExceptionSuffix }.Select(suffix => EventPattern.Parse(span + suffix));
}
