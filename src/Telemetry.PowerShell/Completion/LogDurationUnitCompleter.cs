namespace Telemetry.Commands;

/// <summary>Completes the unit of durations in a log.</summary>
internal sealed class LogDurationUnitCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Word, string ToolTip)> Words =>
    [
        ("ms", "Milliseconds, as duration_ms"),
        ("s", "Seconds, as duration_s"),
        ("us", "Microseconds, as duration_us"),
        ("ns", "Nanoseconds, as duration_ns"),
    ];
}
