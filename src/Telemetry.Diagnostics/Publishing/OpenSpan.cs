using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The activity of a span that has not ended.</summary>
/// <param name="context">The context of the span.</param>
/// <param name="activity">The activity.</param>
/// <param name="outer">The activity that was current before, and running; null for none.</param>
internal sealed class OpenSpan(MetadataValue context, Activity activity, Activity? outer)
{
    internal MetadataValue Context => context;

    internal Activity Activity => activity;

    internal Activity? Outer => outer;

    // In the order of the starts. Used under the lock of the table.
    internal OpenSpan? Older { get; set; }

    internal OpenSpan? Newer { get; set; }
}
