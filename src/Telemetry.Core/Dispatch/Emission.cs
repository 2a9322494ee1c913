using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>The calling of handlers, and the guard against handlers that emit in circles.</summary>
internal static class Emission
{
    internal const int MaxDepth = 32;
    internal const int MaxDepthOutsideCircles = 2 * MaxDepth;

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
        ref int depth = ref ThreadState.Depth;
        if (depth != 0)
        {
            RunNested(source, slots, in data, ref depth);
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
            if (depth < 0)
            {
                Fail(slots[0].Registration, in data, null);
            }
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
                        if (depth < 0)
                        {
                            Fail(slots[next - 1].Registration, in data, null);
                        }
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

    /// <summary>The same inside a handler, where the depth and the stack are watched.</summary>
    private static void RunNested(TelemetryEvent source, HandlerSlot[] slots, in EventData data, ref int depth)
    {
        // Set aside, or a handler of this emit would be blamed for what the handler that makes it did before.
        TelemetryRecursionException? refusedBefore = ThreadState.TakeRefusal();
        int outside = depth;
        ThreadState state = ThreadState.OfThisThread;
        TelemetryEvent?[] chain = state.Chain;
        ThrowIfRefused(source, state, outside);
        chain[outside] = source;
        depth = outside + 1;
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

                if (failure is not null || depth < 0)
                {
                    Fail(slot.Registration, in data, failure);
                }
            }
        }
        finally
        {
            chain[outside] = null;
            depth = outside;
            state.PutBack(refusedBefore);
        }
    }

    /// <summary>Deals with a handler that threw, or whose emit was refused. One that emits in circles goes, whatever its policy:
    /// kept, it would emit again where it was refused, and each of those around it too.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail(HandlerRegistration handler, in EventData data, Exception? exception)
    {
        TelemetryRecursionException? refusal = ThreadState.TakeRefusal();
        handler.Dispatcher.Fail(handler, in data, exception ?? refusal!, mustLeave: refusal is not null);

        // Whoever was told of the failure may have emitted, and been refused. The next handler has no part in it.
        ThreadState.TakeRefusal();
    }

    private static void ThrowIfRefused(TelemetryEvent source, ThreadState state, int depth)
    {
        if ((depth >= MaxDepth && IsTooDeep(state.Chain, source, depth)) || !StackSuffices())
        {
            throw Refuse($"Event '{source.Name}' was not emitted: {depth} handlers are running nested on this thread already. "
                + "A handler must not emit, directly or through others, the event that it handles.");
        }

        if (state.Reports is { } reports && reports.Refuses(source))
        {
            throw Refuse($"Event '{source.Name}' was not emitted: reports of failures have led to the same failure again and "
                + "again. Code that is notified of a failure must not attach the handler again and emit its event again.");
        }
    }

    // A handler that emits, and stands beside a recursive one, is called at the greatest depth too. It closes no circle, so
    // it is not the one to fail.
    private static bool IsTooDeep(TelemetryEvent?[] chain, TelemetryEvent source, int depth) =>
        depth >= MaxDepthOutsideCircles || Array.FindIndex(chain, 0, depth, emitted => emitted is not null && IsSame(emitted, source)) >= 0;

    // By name: an event whose name is not learned is another object at each emit.
    private static bool IsSame(TelemetryEvent one, TelemetryEvent other) =>
        one.Dispatcher == other.Dispatcher && one.Name.Equals(other.Name);

    /// <summary>Refuses to build an event for want of stack: the function that builds it emits it, without an end.</summary>
    internal static TelemetryRecursionException RefuseToBuild(TelemetryEvent source) => Refuse(
        $"Event '{source.Name}' was not emitted: too many events are being built nested on this thread. "
        + "The function that builds an event must not emit it.");

    private static TelemetryRecursionException Refuse(string message)
    {
        var refusal = new TelemetryRecursionException(message);
        ThreadState.SetRefusal(refusal);
        return refusal;
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
