using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Starts a span that is ended elsewhere, in another function, session or thread: emits its <c>start</c>
/// event.</summary>
[Cmdlet(VerbsLifecycle.Start, "TelemetrySpan")]
[OutputType(typeof(ScriptSpan))]
public sealed class StartTelemetrySpanCommand : PSCmdlet
{
    private readonly EmitterStop _stop = new();

    /// <summary>The name of the span, with which the names of its events begin.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Name")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(SpanNameCompleter))]
    public string EventName { get; set; } = string.Empty;

    /// <summary>The metadata of the span from its start: a dictionary of any values.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(SpanMetadataCompleter))]
    public object? Metadata { get; set; }

    /// <summary>The span that this one is a part of, where it is not the one that is open in the same flow of control.</summary>
    [Parameter]
    public ScriptSpan? Parent { get; set; }

    /// <summary>The span in another process that this one is a part of: the text of a header <c>traceparent</c> or a variable
    /// <c>TRACEPARENT</c>. An empty text has no effect.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? TraceParent { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(SpanStart.For(this, _stop, EventName, Metadata, Parent, TraceParent));

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Request();
}
