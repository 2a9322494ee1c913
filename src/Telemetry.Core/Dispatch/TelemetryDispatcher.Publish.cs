namespace Telemetry;

public sealed partial class TelemetryDispatcher
{
    // Of all dispatchers: a report of failures asks which handlers were attached since it began.
    private static long s_lastSequence;

    private readonly HandlerIndex _index = new();

    internal static long LastSequence => Interlocked.Read(ref s_lastSequence);

    // All of it runs under the lock.
    private void Publish(HandlerRegistration registration, HandlerRegistration? replaced)
    {
        registration.Sequence = Interlocked.Increment(ref s_lastSequence);

        // Before the replaced one leaves, or a watch would see none for a moment.
        CountForWatches(registration, 1);
        if (replaced is not null)
        {
            Leave(replaced);
        }

        // While the patterns of a replaced handler stand: an event that becomes known by this has that handler at first.
        registration.Attachments.ResolveNames(GetOrAdd);
        if (registration.Attachments.HasWildcards)
        {
            ResolveKnown(registration);
        }

        registration.IsAttached = true;
        _handlers.Add(registration.Id, registration);
        _failed.Forget(registration.Id);
        registration.OnAttached();
        foreach (TelemetryEvent named in registration.Attachments.ByName)
        {
            AddToIndex(named);
        }

        foreach (TelemetryEvent attached in registration.Attachments.All)
        {
            Publish(attached, without: replaced, with: registration);
        }

        SwapPatterns(without: replaced, with: registration);
        foreach (TelemetryEvent left in replaced?.Attachments.All.Except(registration.Attachments.All) ?? [])
        {
            Publish(left, without: replaced, with: null);
        }

        MarkAsDetached(replaced);
    }

    private void Unpublish(HandlerRegistration registration)
    {
        Leave(registration);
        SwapPatterns(without: registration, with: null);
        foreach (TelemetryEvent attached in registration.Attachments.All)
        {
            Publish(attached, without: registration, with: null);
        }

        MarkAsDetached(registration);
    }

    // After the new arrays: whoever reads the property relies on that no emit that starts now calls the handler.
    private static void MarkAsDetached(HandlerRegistration? registration)
    {
        if (registration is not null)
        {
            registration.IsAttached = false;
        }
    }

    private void Leave(HandlerRegistration registration)
    {
        _handlers.Remove(registration.Id);
        CountForWatches(registration, -1);
        foreach (TelemetryEvent named in registration.Attachments.ByName)
        {
            RemoveFromIndex(named);
        }
    }

    private void AddToIndex(TelemetryEvent named)
    {
        if (named.NamedHandlers++ == 0)
        {
            _index.Add(named);
        }
    }

    private void RemoveFromIndex(TelemetryEvent named)
    {
        if (--named.NamedHandlers == 0)
        {
            _index.Remove(named);
        }
    }

    /// <summary>Puts a new array in the place of an event's old one.</summary>
    private static void Publish(TelemetryEvent attached, HandlerRegistration? without, HandlerRegistration? with)
    {
        HandlerSlot[] slots = SlotArray.Swap(attached.Slots ?? [], without, with);
        attached.Slots = slots.Length == 0 ? null : slots;
    }
}
