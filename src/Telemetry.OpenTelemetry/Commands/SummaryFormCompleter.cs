using Telemetry.Commands;

namespace Telemetry.Otlp;

/// <summary>Completes the kind of histogram that summaries become.</summary>
internal sealed class SummaryFormCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Word, string ToolTip)> Words =>
    [
        ("Exponential", "Buckets that follow the values"),
        ("Explicit", "Fixed buckets, for receivers that know no others"),
    ];
}
