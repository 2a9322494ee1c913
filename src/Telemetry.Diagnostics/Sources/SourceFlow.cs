namespace Telemetry.Diagnostics;

/// <summary>The sources whose events are being handled in this flow of control, innermost first. It follows the work of a handler
/// to other threads, and ends with the handler's call in the flow of the library that is listened to.</summary>
internal sealed class SourceFlow(SourceFeed feed, SourceFlow? outer)
{
    private static readonly AsyncLocal<SourceFlow?> s_current = new();

    /// <summary>Determines whether this flow of control comes from a handler of an event of a source.</summary>
    internal static bool Contains(SourceFeed feed)
    {
        for (SourceFlow? flow = s_current.Value; flow is not null; flow = flow.Outer)
        {
            if (flow.Feed == feed)
            {
                return true;
            }
        }

        return false;
    }

    private SourceFeed Feed => feed;

    private SourceFlow? Outer => outer;

    /// <summary>Marks this flow of control as the work of handlers of a source.</summary>
    internal static Scope Begin(SourceFeed feed)
    {
        var scope = new Scope(Capture(), s_current.Value);
        s_current.Value = scope.Outer is null ? feed.Flow : new SourceFlow(feed, scope.Outer);
        return scope;
    }

    private static ExecutionContext? Capture() =>
#if !NET
        !ExecutionContext.CanRestore ? null :
#endif
        ExecutionContext.Capture();

    /// <summary>The state of the flow of control before handlers were called.</summary>
    /// <param name="context">The context; null where the platform cannot restore one, or its flow is suppressed.</param>
    /// <param name="outer">The flow around this one.</param>
    internal readonly struct Scope(ExecutionContext? context, SourceFlow? outer)
    {
        internal SourceFlow? Outer => outer;

        /// <summary>Ends the mark. What handlers changed in the flow of control, such as the current activity, is undone as well:
        /// the flow is the library's.</summary>
        internal void End()
        {
            if (context is not null)
            {
                ExecutionContext.Restore(context);
            }
            else
            {
                s_current.Value = outer;
            }
        }
    }
}
