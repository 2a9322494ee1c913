namespace Telemetry;

/// <summary>Makes the array that follows an event's present one.</summary>
internal static class SlotArray
{
    /// <summary>A copy without one handler (where it is there) and with another at the end.</summary>
    internal static HandlerSlot[] Swap(HandlerSlot[] slots, HandlerRegistration? without, HandlerRegistration? with)
    {
        int removed = without is null ? -1 : Array.FindIndex(slots, slot => slot.Registration == without);
        int kept = slots.Length - (removed >= 0 ? 1 : 0);
        var result = new HandlerSlot[kept + (with is null ? 0 : 1)];
        if (removed < 0)
        {
            Array.Copy(slots, result, kept);
        }
        else
        {
            Array.Copy(slots, result, removed);
            Array.Copy(slots, removed + 1, result, removed, kept - removed);
        }

        if (with is not null)
        {
            result[kept] = new HandlerSlot(with, with.Entry);
        }

        return result;
    }
}
