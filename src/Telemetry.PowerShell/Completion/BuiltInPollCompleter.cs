namespace Telemetry.Commands;

/// <summary>Completes the name of built-in measurements.</summary>
internal sealed class BuiltInPollCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Word, string ToolTip)> Words =>
    [
        ("Runtime", "Memory, garbage collection, processor time and thread pool of the process"),
        ("Process", "Memory, threads and handles of the process, as the operating system counts them"),
        ("Sessions", "The number of PowerShell sessions of the process"),
    ];
}
