namespace Telemetry.Commands;

/// <summary>Completes the dialect of a StatsD server.</summary>
internal sealed class StatsDDialectCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Word, string ToolTip)> Words =>
    [
        ("Etsy", "The original server, which has no tags: their values become parts of the name"),
        ("DogStatsD", "Datadog's agent, with tags and distributions"),
    ];
}
