namespace Telemetry.Commands;

/// <summary>Completes a unit that is known. Any other word is a unit, too.</summary>
internal sealed class MetricUnitCompleter : WordCompleter
{
    private const string Time = "Time: plain numbers and TimeSpans are converted";
    private const string Data = "Data: plain numbers are converted";
    private const string Fraction = "A fraction: a ratio of 0.5 is 50 percent";

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Word, string ToolTip)> Words =>
    [
        ("nanosecond", Time), ("microsecond", Time), ("millisecond", Time), ("second", Time), ("minute", Time), ("hour", Time),
        ("day", Time),
        ("byte", Data), ("kilobyte", $"{Data} (1,000 bytes)"), ("megabyte", $"{Data} (1,000,000 bytes)"),
        ("kibibyte", $"{Data} (1,024 bytes)"), ("mebibyte", $"{Data} (1,048,576 bytes)"),
        ("ratio", Fraction), ("percent", Fraction),
        ("celsius", "Temperature"),
    ];
}
