namespace Telemetry;

/// <summary>A link in the chain of spans, of all dispatchers, that were made current in a flow of control, from the innermost
/// outwards.</summary>
/// <remarks>The links are separate from the parents of the spans, because a span can be made current in several flows at
/// once, and inside a span other than its parent.</remarks>
internal sealed class CurrentSpan
{
    private static readonly AsyncLocal<CurrentSpan?> s_innermost = new();

    private static readonly Func<object?> s_findInnermost = static () => Innermost(dispatcher: null);

    private readonly TelemetrySpan _span;
    private readonly Func<bool>? _isReached;

    // The first becomes current again when this link is removed. The second is the next link that is visible from this one: null
    // if the span around is not reached.
    private readonly CurrentSpan? _outer;
    private readonly CurrentSpan? _around;

    private CurrentSpan(TelemetrySpan span, Func<bool>? isReached, CurrentSpan? outer, CurrentSpan? around)
    {
        _span = span;
        _isReached = isReached;
        _outer = outer;
        _around = around;
    }

    /// <summary>The innermost span that has not ended, or null.</summary>
    /// <param name="dispatcher">The dispatcher that the span belongs to; null for any.</param>
    internal static TelemetrySpan? Innermost(TelemetryDispatcher? dispatcher)
    {
        CurrentSpan? current = Reached(s_innermost.Value);
        while (current is not null && dispatcher is not null && current._span.Dispatcher != dispatcher)
        {
            current = Reached(current._around);
        }

        return current?._span;
    }

    /// <summary>Makes a span the innermost one.</summary>
    /// <param name="span">The span.</param>
    /// <param name="isReached">A function that determines whether the span is current where it is called; null for the whole flow.</param>
    internal static CurrentSpan Push(TelemetrySpan span, Func<bool>? isReached)
    {
        EmittingSpan.FindBy(s_findInnermost);
        CurrentSpan? outer = Running(s_innermost.Value);
        var pushed = new CurrentSpan(span, isReached, outer, Reached(outer));
        s_innermost.Value = pushed;
        return pushed;
    }

    /// <summary>Removes this link and all links inside it. Does nothing if the link is not current, in another flow of
    /// control, or the second time.</summary>
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

    // Returns the first link with a span that has not ended. Links around one that is not reached are not reached either.
    private static CurrentSpan? Reached(CurrentSpan? current)
    {
        while (current is not null)
        {
            if (current._isReached?.Invoke() == false)
            {
                return null;
            }

            if (!current._span.IsEnded)
            {
                return current;
            }

            current = current._around;
        }

        return null;
    }

    // New chains leave out ended spans, or work that repeatedly starts its next step inside its own span would keep all its
    // spans alive.
    private static CurrentSpan? Running(CurrentSpan? current)
    {
        while (current is { _span.IsEnded: true })
        {
            current = current._outer;
        }

        return current;
    }
}
