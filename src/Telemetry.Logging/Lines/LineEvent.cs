namespace Telemetry.Logging;

/// <summary>An event, with what a line shows of its span.</summary>
internal readonly ref struct LineEvent
{
    private readonly bool _isOfSpan;

    internal LineEvent(scoped in EventData data, DateTime time)
    {
        Data = data;
        Time = time;
        _isOfSpan = data.TryGetMetadata(SpanKeys.Context, out MetadataValue span);
        bool hasParent = data.TryGetMetadata(SpanKeys.Parent, out MetadataValue parent);
        Parent = _isOfSpan ? parent : default;

        // An event from another process names the span in which it was emitted there, as those of spans name their parents.
        Span = _isOfSpan ? span : hasParent ? parent : data.GetSpan()?.Context ?? default;
        Stack = data.TryGetMetadata(SpanKeys.Reason, out MetadataValue reason) && reason.Kind == MetadataValueKind.Object
            && data.TryGetMetadata(SpanKeys.StackTrace, out MetadataValue stack) && stack.TryGetString(out string? text) ? text : null;
    }

    internal EventData Data { get; }

    /// <summary>The time at which the event was emitted, in UTC.</summary>
    internal DateTime Time { get; }

    /// <summary>The identity of the span whose event it is, or in which it was emitted; null for none.</summary>
    internal MetadataValue Span { get; }

    /// <summary>The identity of the span around that of a span's event; null for none.</summary>
    internal MetadataValue Parent { get; }

    /// <summary>The stack trace that belongs to the reason in the metadata; null if there is none.</summary>
    internal string? Stack { get; }

    /// <summary>Determines whether a measurement is one of the clocks that the events of a span have, beside the time of the
    /// line.</summary>
    internal bool IsClock(string key) => _isOfSpan && (IsSame(key, SpanKeys.MonotonicTime) || IsSame(key, SpanKeys.SystemTime));

    /// <summary>Determines whether an entry of the metadata is shown in another place of the line.</summary>
    internal bool IsShownElsewhere(string key) =>
        IsSame(key, SpanKeys.Context) || IsSame(key, SpanKeys.Parent) || (Stack is not null && IsSame(key, SpanKeys.StackTrace));

    /// <summary>Determines whether an entry of the metadata has the stack trace as a member.</summary>
    internal bool HasStack(string key) => Stack is not null && IsSame(key, SpanKeys.Reason);

    private static bool IsSame(string key, string other) =>
        key.Length == other.Length && string.Equals(key, other, StringComparison.OrdinalIgnoreCase);
}
