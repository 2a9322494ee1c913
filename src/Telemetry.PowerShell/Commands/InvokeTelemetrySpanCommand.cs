using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Runs a script block in a span: emits a <c>start</c> event before it and a <c>stop</c> or <c>exception</c> event
/// after it. Otherwise the block runs as with <c>&amp; { }</c>.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TelemetrySpan", DefaultParameterSetName = BlockFirst)]
public sealed class InvokeTelemetrySpanCommand : PSCmdlet, IDisposable
{
    private const string BlockFirst = "ScriptBlock";
    private const string MetadataFirst = "Metadata";

    private readonly EmitterStop _stop = new();
    private SpanBlock? _run;
    private ScriptSpan? _span;

    // Null without -Strict.
    private StrictSpan? _strict;

    /// <summary>The name of the span, with which the names of its events begin.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Name")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(SpanNameCompleter))]
    public string EventName { get; set; } = string.Empty;

    /// <summary>The block to run. Its first argument is the span, and so is <c>$_</c>, except in a <c>process</c> block,
    /// where <c>$_</c> is the item.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = BlockFirst)]
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = MetadataFirst)]
    [BlockArgument]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>The metadata of the span from its start: a dictionary of any values. It may come before or after the
    /// block.</summary>
    [Parameter(Position = 2, ParameterSetName = BlockFirst)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = MetadataFirst)]
    [AllowNull]
    [SpanMetadata]
    [ArgumentCompleter(typeof(SpanMetadataCompleter))]
    public IDictionary? Metadata { get; set; }

    /// <summary>The span that this one is a part of, where it is not the one that is open in the same flow of control: in a thread
    /// job or in the action of an event.</summary>
    [Parameter]
    public ScriptSpan? Parent { get; set; }

    /// <summary>The span in another process that this one is a part of: the text of a header <c>traceparent</c> or a variable
    /// <c>TRACEPARENT</c>. An empty text has no effect.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? TraceParent { get; set; }

    /// <summary>Makes the span fail if a native program in the block, or a script that it calls, ends with an exit code other than 0.
    /// The code is the <c>exit_code</c> in the metadata of the <c>exception</c> event. In PowerShell 7.4 and later, such a program is
    /// also an error in the block.</summary>
    [Parameter]
    public SwitchParameter FailOnNativeError { get; set; }

    /// <summary>Warns if an event of the span is not as it is declared, or is not declared. It is emitted nonetheless.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>The input of the block.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _strict = Strict ? new StrictSpan(this, EventName) : null;
        _span = SpanStart.For(this, _stop, EventName, Metadata, Parent, TraceParent);
        _run = new SpanBlock(this, _span, ScriptBlock, FailOnNativeError);
        Step(() => _run.Begin(MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject))));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Step(() => _run!.Process(InputObject));

    /// <inheritdoc/>
    protected override void EndProcessing() => Step(_run!.End);

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stop.Request();
        _run?.RequestStop();
    }

    /// <summary>Ends the span, if the block has not. Called by the engine when the pipeline is over, however it
    /// ended.</summary>
    public void Dispose()
    {
        _run?.Dispose();
        _strict?.Dispose();
    }

    private void Step(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (_strict is not null && e is not PipelineStoppedException)
        {
            _strict.ReportFailed(_span!);
            throw;
        }

        _strict?.Report(_span!);
    }
}
