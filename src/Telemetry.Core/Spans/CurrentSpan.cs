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
    private readonly Func<bool>? _isReached;

    // What is current again when this one is taken away, and what can be seen from inside this one: nothing, where that one
    // is not reached.
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
    /// <param name="isReached">Whether it is current where this is called; null where it is in all of the flow.</param>
    internal static CurrentSpan Push(TelemetrySpan span, Func<bool>? isReached)
    {
        EmittingSpan.FindBy(s_findInnermost);
        CurrentSpan? outer = Running(s_innermost.Value);
        var pushed = new CurrentSpan(span, isReached, outer, Reached(outer));
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

    // The first one that has not ended, up to one that is not reached: those around that one are not reached either.
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
