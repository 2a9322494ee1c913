namespace Telemetry;

/// <summary>The spans made current in a flow of control, those of all dispatchers, as a chain from the innermost
/// outwards.</summary>
/// <remarks>The links are apart from the spans', as a span may be made current in several flows at once, and inside
/// another one than its parent.</remarks>
internal sealed class CurrentSpan
{
    private static readonly AsyncLocal<CurrentSpan?> s_innermost = new();

    private static readonly Func<object?> s_findInnermost = static () => Innermost(dispatcher: null);

    private readonly TelemetrySpan _span;
    private readonly CurrentSpan? _outer;

    private CurrentSpan(TelemetrySpan span, CurrentSpan? outer)
    {
        _span = span;
        _outer = outer;
    }

    /// <summary>The innermost span that has not ended, or null.</summary>
    /// <param name="dispatcher">The dispatcher that the span belongs to; null for any.</param>
    internal static TelemetrySpan? Innermost(TelemetryDispatcher? dispatcher)
    {
        CurrentSpan? current = s_innermost.Value;
        while (current is not null && (current._span.IsEnded || (dispatcher is not null && current._span.Dispatcher != dispatcher)))
        {
            current = current._outer;
        }

        return current?._span;
    }

    internal static CurrentSpan Push(TelemetrySpan span)
    {
        EmittingSpan.FindBy(s_findInnermost);
        var pushed = new CurrentSpan(span, Running(s_innermost.Value));
        s_innermost.Value = pushed;
        return pushed;
    }

    /// <summary>Takes this one away with all that is inside it. Does nothing where it is not current (any more): in
    /// another flow of control, or the second time.</summary>
    internal void Pop()
    {
        CurrentSpan? current = s_innermost.Value;
        while (current is not null && current != this)
        {
            current = current._outer;
        }

        if (current is not null)
        {
            s_innermost.Value = _outer;
        }
    }

    // Those that ended are skipped here and left out of new chains: work that starts the next piece of itself inside its
    // span, again and again, would keep a chain of all.
    private static CurrentSpan? Running(CurrentSpan? current)
    {
        while (current is { _span.IsEnded: true })
        {
            current = current._outer;
        }

        return current;
    }
}
