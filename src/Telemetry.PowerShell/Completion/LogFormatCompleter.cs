namespace Telemetry.Commands;

/// <summary>Completes the format of a log.</summary>
internal sealed class LogFormatCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Word, string ToolTip)> Words =>
    [
        ("Json", "A JSON object in each line, for ConvertFrom-Json, jq and log shippers"),
        ("Logfmt", "Pairs of a key and a value: name=job.done duration_ms=12.5"),
        ("Text", "Text by a template, for people"),
    ];
}
