using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Telemetry.Diagnostics;

/// <summary>The activity of a span that has not ended.</summary>
/// <param name="context">The context of the span.</param>
/// <param name="activity">The activity.</param>
/// <param name="outer">The activity that was current before, and running; null for none.</param>
/// <param name="parent">The activity that was made current when this one started, so that it is the one that the platform makes current
/// again; null for none.</param>
internal sealed class OpenSpan(in MetadataValue context, Activity activity, Activity? outer, Activity? parent)
{
    private readonly MetadataValue _context = context;

    internal MetadataValue Context => _context;

    internal int Hash { get; } = HashOf(in context);

    internal Activity Activity => activity;

    internal Activity? Outer => outer;

    internal Activity? Parent => parent;

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

    internal bool IsOf(int hash, in MetadataValue context) => hash == Hash && (context.Kind == MetadataValueKind.Object
        ? ReferenceEquals(_context.ToObject(), context.ToObject())
        : _context.Kind != MetadataValueKind.Object && _context.Equals(context));
}
