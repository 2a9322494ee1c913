namespace Telemetry.Commands;

/// <summary>Completes the kind of a source.</summary>
internal sealed class SourceKindCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<(string Word, string ToolTip)> Words =>
    [
        ("Activity", "Operations with a beginning and an end, as spans; outgoing requests carry the header traceparent"),
        ("Meter", "Values of instruments, without a header"),
        ("DiagnosticListener", "Messages of libraries, with objects as their payload"),
    ];
}
