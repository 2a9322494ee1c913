namespace Telemetry;

/// <summary>Creates the next array of handlers of an event.</summary>
internal static class SlotArray
{
    /// <summary>Returns a copy without one handler, if it is there, and with another at the end; the same array if nothing
    /// changes, and null if no handler is left.</summary>
    internal static HandlerSlot[]? Swap(HandlerSlot[]? slots, HandlerRegistration? without, HandlerRegistration? with)
    {
        int length = slots?.Length ?? 0;
        int removed = without is null ? -1 : IndexOf(slots, without);
        if (removed < 0 && with is null)
        {
            return slots;
        }

        int kept = length - (removed >= 0 ? 1 : 0);
        if (kept == 0 && with is null)
        {
            return null;
        }

        var result = new HandlerSlot[kept + (with is null ? 0 : 1)];
        int before = removed >= 0 ? removed : length;
        if (length > 0)
        {
            Array.Copy(slots!, result, before);
            Array.Copy(slots!, length - (kept - before), result, before, kept - before);
        }

        if (with is not null)
        {
            result[kept] = new HandlerSlot(with, with.Entry);
        }

        return result;
    }

    private static int IndexOf(HandlerSlot[]? slots, HandlerRegistration handler)
    {
        int index = (slots?.Length ?? 0) - 1;
        while (index >= 0 && slots![index].Registration != handler)
        {
            index--;
        }

        return index;
    }
}
