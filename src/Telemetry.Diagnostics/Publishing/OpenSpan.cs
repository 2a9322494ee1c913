using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Telemetry.Diagnostics;

/// <summary>The activity of a span that has not ended.</summary>
/// <param name="owner">The publication that started the activity.</param>
/// <param name="start">The event by which the span started.</param>
/// <param name="context">The context of the span.</param>
/// <param name="activity">The activity.</param>
/// <param name="outer">The activity that was current before, and running; null for none.</param>
/// <param name="parent">The activity that was made current when this one started, so that it is the one that the platform makes current
/// again; null for none.</param>
internal sealed class OpenSpan(
    SpanPublisher owner, SpanEvent start, in MetadataValue context, Activity activity, Activity? outer, Activity? parent)
{
    private readonly MetadataValue _context = context;

    internal MetadataValue Context => _context;

    internal int Hash { get; } = HashOf(in context);

    internal Activity Activity => activity;

    internal Activity? Outer => outer;

    internal Activity? Parent => parent;

    internal SpanEvent Start => start;

    /// <summary>The publication to which the activity belongs.</summary>
    internal SpanPublisher Owner { get; set; } = owner;

    /// <summary>Whether the event by which the span ended has the duration.</summary>
    internal bool HasDuration { get; set; }

    // The next one in the same bucket of the table. It is used inside the gate of the table, as the order of the starts is.
    internal OpenSpan? Next { get; set; }

    internal OpenSpan? Older { get; set; }

    internal OpenSpan? Newer { get; set; }

    // Contexts count up, unless a program has its own. Of an object, nothing is called, as that would be code of others inside the
    // gate of the table: it is the same object in all events of a span.
    internal static int HashOf(in MetadataValue context) => context.Kind switch
    {
        MetadataValueKind.Int64 => context.TryGetInt64(out long number) ? (int)number : 0,
        MetadataValueKind.Object => RuntimeHelpers.GetHashCode(context.ToObject()),
        _ => context.GetHashCode(),
    };

    internal static bool AreSame(in MetadataValue one, in MetadataValue other) => other.Kind == MetadataValueKind.Object
        ? ReferenceEquals(one.ToObject(), other.ToObject())
        : one.Kind != MetadataValueKind.Object && one.Equals(other);

    internal bool IsOf(int hash, in MetadataValue context) => hash == Hash && AreSame(in _context, in context);

    /// <summary>Determines whether an event is the one by which the span ended. Its duration tells it from another event with the same
    /// context.</summary>
    internal bool EndedBy(in EventData data, in MetadataValue context) =>
        AreSame(in _context, in context)
        && (SpanTags.TryGetDuration(in data, out TimeSpan duration)
            ? HasDuration && (activity.Duration == duration || duration <= TimeSpan.Zero)
            : !HasDuration && data.EventName != start.EventName);
}
