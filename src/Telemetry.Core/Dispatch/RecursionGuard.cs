using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>Refuses the emits of handlers that emit in circles. The state of a thread by which it decides is
/// <see cref="ThreadState"/>.</summary>
internal static class RecursionGuard
{
    /// <summary>Throws if an emit of a running handler would close a circle, is nested too deep, or leads to the same failure
    /// again and again.</summary>
    internal static void ThrowIfRefused(in EmittedEvent emitted, ThreadState state, int depth)
    {
        if ((depth >= ThreadState.MaxDepth && IsTooDeep(state.Chain, in emitted, depth)) || !HasSufficientStack())
        {
            throw Refuse($"Event '{emitted.Name}' was not emitted: {depth} handlers are running nested on this thread already. "
                + "A handler must not emit, directly or through others, the event that it handles.");
        }

        if (state.Reports is { } reports && reports.Refuses(in emitted))
        {
            throw Refuse($"Event '{emitted.Name}' was not emitted: reports of failures have led to the same failure again and "
                + "again. Code that is notified of a failure must not attach the handler again and emit its event again.");
        }
    }

    // A handler that emits is called at the greatest depth too if it is attached to the same event as a recursive one. It is not
    // recursive itself, and must not fail.
    private static bool IsTooDeep(EmittedEvent[] chain, in EmittedEvent emitted, int depth)
    {
        if (depth >= ThreadState.MaxDepthOutsideCircles)
        {
            return true;
        }

        foreach (ref readonly EmittedEvent outer in chain.AsSpan(0, depth))
        {
            if (outer.IsSame(in emitted))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Refuses to build an event without enough stack: the function that builds it emits it, in an endless
    /// recursion.</summary>
    internal static TelemetryRecursionException RefuseToBuild(EventName name) => Refuse(
        $"Event '{name}' was not emitted: too many events are being built nested on this thread. "
        + "The function that builds an event must not emit it.");

    private static TelemetryRecursionException Refuse(string message)
    {
        var refusal = new TelemetryRecursionException(message);
        ThreadState.SetRefusal(refusal);
        return refusal;
    }

    internal static bool HasSufficientStack()
    {
#if NET
        return RuntimeHelpers.TryEnsureSufficientExecutionStack();
#else
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return true;
        }
        catch (InsufficientExecutionStackException)
        {
            return false;
        }
#endif
    }
}
