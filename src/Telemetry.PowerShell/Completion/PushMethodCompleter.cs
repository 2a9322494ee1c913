namespace Telemetry.Commands;

/// <summary>Completes the method of a push.</summary>
internal sealed class PushMethodCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Word, string ToolTip)> Words =>
    [
        ("Put", "The whole group is replaced"),
        ("Post", "Metrics of the same names are replaced, and others in the group stay"),
    ];
}
