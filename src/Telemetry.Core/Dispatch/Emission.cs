using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>Calls the handlers of an event.</summary>
internal static class Emission
{
    /// <summary>Calls the handlers in <paramref name="slots"/> in order, whether or not the others fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Run(HandlerSlot[] slots, in EventData data)
    {
        ref int depth = ref ThreadState.Depth;
        if (depth != 0)
        {
            RunNested(slots, in data, ref depth);
            return;
        }

        depth = 1;
        if (slots.Length != 1)
        {
            RunSeveral(slots, in data, ref depth);
            return;
        }

        // Most events have one handler. Without a loop, few variables live across the catch, which forces them into memory.
        try
        {
            slots[0].Handler(in data, slots[0].Config);
            if (depth < 0)
            {
                Fail(slots[0].Registration, in data, null);
            }
        }
        catch (Exception e) when (slots[0].Registration.Owner.IsHandlerFailure(e))
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
                // The try is around a loop, and is entered again after a failure: a try for each handler would cost as much as
                // its call.
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
                catch (Exception e) when (slots[next - 1].Registration.Owner.IsHandlerFailure(e))
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

    /// <summary>Does the same inside a handler, where the depth and the stack are checked.</summary>
    private static void RunNested(HandlerSlot[] slots, in EventData data, ref int depth)
    {
        // Set aside, or a handler of this emit would be blamed for an earlier emit of the handler that makes this one.
        TelemetryRecursionException? refusedBefore = ThreadState.TakeRefusal();
        int outside = depth;
        ThreadState state = ThreadState.OfThisThread;
        EmittedEvent[] chain = state.Chain;
        var emitted = new EmittedEvent(slots[0].Registration.Owner, data.EventName);
        RecursionGuard.ThrowIfRefused(in emitted, state, outside);
        chain[outside] = emitted;
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
                catch (Exception e) when (slot.Registration.Owner.IsHandlerFailure(e))
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
            chain[outside] = default;
            depth = outside;
            state.RestoreRefusal(refusedBefore);
        }
    }

    /// <summary>Fails a handler that threw, or whose emit was refused. After a refusal, it is detached by nearly every
    /// policy: if it were kept, it would emit again and be refused again, and so would each handler around it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail(HandlerRegistration handler, in EventData data, Exception? exception)
    {
        TelemetryRecursionException? refusal = ThreadState.TakeRefusal();
        handler.Owner.Fail(handler, in data, exception ?? refusal!, wasRefused: refusal is not null);

        // Removes the refusal of an emit by code that was notified of the failure, or the next handler would be blamed for it.
        ThreadState.TakeRefusal();
    }
}
