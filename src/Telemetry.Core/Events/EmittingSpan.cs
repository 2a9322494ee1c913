namespace Telemetry;

/// <summary>The span in which an event is emitted, for the snapshot of the event. Spans know events, and not the other way
/// round: so the first span that is made current sets how the span is found.</summary>
internal static class EmittingSpan
{
    private static Func<object?>? s_find;

    /// <summary>The innermost span that is current in this flow of control, or null.</summary>
    internal static object? Current => Volatile.Read(ref s_find)?.Invoke();

    internal static void FindBy(Func<object?> find)
    {
        if (s_find is null)
        {
            Volatile.Write(ref s_find, find);
        }
    }
}
