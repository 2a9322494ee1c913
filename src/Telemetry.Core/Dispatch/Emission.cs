using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>The calling of handlers, and the guard against handlers that emit in circles.</summary>
internal static class Emission
{
    internal const int MaxDepth = 32;
    private const int MaxDepthOutsideCircles = 2 * MaxDepth;

    [ThreadStatic]
    private static int t_depth;

    // The events being emitted inside each other, by depth; the outermost is left out, as no circle needs it to be seen.
    [ThreadStatic]
    private static TelemetryEvent?[]? t_chain;

    // Set by an emit that was refused, for the emit around it: the handler that made it has failed, even if it
    // caught the exception. Without this, a handler that catches and emits twice would run 2^MaxDepth times.
    [ThreadStatic]
    private static TelemetryRecursionException? t_refused;

    /// <summary>Calls the handlers in <paramref name="slots"/>, each in turn, whatever becomes of the others.</summary>
    // The parts of the event and not the event: the place of an emit is smaller and faster, and most emits have no handler.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Run(
        TelemetryEvent source,
        HandlerSlot[] slots,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata) =>
        Run(source, slots, new EventData(source, measurements, metadata));

    /// <inheritdoc cref="Run(TelemetryEvent, HandlerSlot[], ReadOnlySpan{KeyValuePair{string, MeasurementValue}}, ReadOnlySpan{KeyValuePair{string, TelemetryValue}})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Run(TelemetryEvent source, HandlerSlot[] slots, in EventData data)
    {
        // Looked up once: that costs as much as the call of a handler.
        ref int depth = ref t_depth;
        if (depth != 0)
        {
            RunNested(source, slots, in data, depth);
            return;
        }

        depth = 1;
        if (slots.Length != 1)
        {
            RunSeveral(slots, in data, ref depth);
            return;
        }

        // Most events have one handler. Without a loop there is little to keep in memory, as a catch needs it.
        try
        {
            slots[0].Handler(in data, slots[0].Config);
        }
        catch (Exception e) when (slots[0].Registration.Dispatcher.IsHandlerFailure(e))
        {
            Fail(slots[0].Registration, in data, e);
        }
        finally
        {
            depth = 0;
        }
    }

    private static void RunSeveral(HandlerSlot[] slots, in EventData data, ref int depth)
    {
        int next = 0;
        try
        {
            while (next < slots.Length)
            {
                // Around a loop, and entered anew after a failure: one per handler costs as much as the call of it.
                try
                {
                    do
                    {
                        ref readonly HandlerSlot slot = ref slots[next++];
                        slot.Handler(in data, slot.Config);
                    }
                    while (next < slots.Length);
                }
                catch (Exception e) when (slots[next - 1].Registration.Dispatcher.IsHandlerFailure(e))
                {
                    Fail(slots[next - 1].Registration, in data, e);
                }
            }
        }
        finally
        {
            depth = 0;
        }
    }

    private static void Fail(HandlerRegistration handler, in EventData data, Exception exception) =>
        handler.Dispatcher.Fail(handler, in data, exception);

    /// <summary>The same inside a handler, where the depth and the stack are watched.</summary>
    private static void RunNested(TelemetryEvent source, HandlerSlot[] slots, in EventData data, int depth)
    {
        TelemetryEvent?[] chain = t_chain ??= new TelemetryEvent?[MaxDepthOutsideCircles];
        if ((depth >= MaxDepth && IsTooDeep(chain, source, depth)) || !StackSuffices())
        {
            throw Refuse(source, depth);
        }

        chain[depth] = source;
        t_depth = depth + 1;
        try
        {
            foreach (ref readonly HandlerSlot slot in slots.AsSpan())
            {
                Exception? failure = null;
                try
                {
                    slot.Handler(in data, slot.Config);
                }
                catch (Exception e) when (source.Dispatcher.IsHandlerFailure(e))
                {
                    failure = e;
                }

                // One that emits in circles goes, whatever its policy: kept, it would emit again where it was refused, and
                // each of those around it too.
                bool wasRefused = t_refused is not null;
                failure ??= t_refused;
                t_refused = null;
                if (failure is not null)
                {
                    source.Dispatcher.Fail(slot.Registration, in data, failure, mustLeave: wasRefused);
                }
            }
        }
        finally
        {
            // Left by an exception of the host: no handler of a later emit may answer for this one's refusal.
            t_refused = null;
            t_depth = depth;
            chain[depth] = null;
        }
    }

    // A handler that emits, and stands beside a recursive one, is called at the greatest depth too. It closes no circle, so
    // it is not the one to fail.
    private static bool IsTooDeep(TelemetryEvent?[] chain, TelemetryEvent source, int depth) =>
        depth >= MaxDepthOutsideCircles || Array.FindIndex(chain, 0, depth, emitted => emitted is not null && IsSame(emitted, source)) >= 0;

    // By name: an event whose name is not learned is another object at each emit.
    private static bool IsSame(TelemetryEvent one, TelemetryEvent other) =>
        one.Dispatcher == other.Dispatcher && one.Name.Equals(other.Name);

    /// <summary>Runs something as if no handler were running: a failure is reported at full depth wherever it
    /// happened, or the handlers of the report would be failed for the recursion of another.</summary>
    internal static void AtDepthZero<TState>(TState state, Action<TState> action)
    {
        int depth = t_depth;
        TelemetryEvent?[]? chain = t_chain;
        TelemetryRecursionException? refused = t_refused;
        t_depth = 0;
        t_chain = null;
        t_refused = null;
        try
        {
            action(state);
        }
        finally
        {
            t_depth = depth;
            t_chain = chain;
            t_refused = refused;
        }
    }

    private static TelemetryRecursionException Refuse(TelemetryEvent source, int depth)
    {
        var refused = new TelemetryRecursionException(
            $"Event '{source.Name}' was not emitted: {depth} handlers are running inside each other on this thread "
            + "already. A handler must not emit, directly or through others, the event that it handles.");

        // The outermost emit neither looks at it nor takes it away, and has nothing inside that could multiply.
        if (depth > 1)
        {
            t_refused = refused;
        }

        return refused;
    }

    internal static bool StackSuffices()
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
