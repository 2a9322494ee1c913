using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Runs a script block for each item of the pipeline, several at the same time, each in a span. An item that fails is an
/// error, and the others go on.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TelemetryParallel")]
[OutputType(typeof(object))]
public sealed class InvokeTelemetryParallelCommand : PSCmdlet, IDisposable
{
    private ParallelItems? _items;
    private ParallelPipeline? _pipeline;

    /// <summary>The name of the spans, with which the names of their events begin.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Name")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(SpanNameCompleter))]
    public string EventName { get; set; } = string.Empty;

    /// <summary>The block to run for each item, in another session. The item is <c>$_</c>; the span is <c>$Span</c>, and the block's
    /// first argument.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [BlockArgument]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>The items, which may be null.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The metadata of each span: a dictionary of any values.</summary>
    [Parameter]
    [AllowNull]
    [SpanMetadata]
    public IDictionary? Metadata { get; set; }

    /// <summary>The properties of the item that are metadata of its span: names, names with wildcards, or calculated
    /// properties.</summary>
    [Parameter]
    [SupportsWildcards]
    public object[]? MetadataProperty { get; set; }

    /// <summary>The number of items that run at the same time.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ThrottleLimit { get; set; } = 5;

    /// <summary>The names of functions of this session that the block calls.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Function { get; set; } = [];

    /// <summary>The names or paths of modules that the block uses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Module { get; set; } = [];

    /// <summary>Makes the span of an item fail if a native program in the block ends with an exit code other than 0.</summary>
    [Parameter]
    public SwitchParameter FailOnNativeError { get; set; }

    /// <summary>The span that the spans are parts of, where it is not the one that is open in the same flow of control.</summary>
    [Parameter]
    public ScriptSpan? Parent { get; set; }

    private bool HasInput => MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!ParallelPipeline.IsSupported)
        {
            ThrowTerminatingError(ParallelErrors.NotSupported());
        }

        if (ParallelText.ProblemOf(ScriptBlock) is { } problem)
        {
            ThrowTerminatingError(ParallelErrors.InvalidBlock(ScriptBlock, problem));
        }

        if (!global::Telemetry.EventName.TryParse(EventName, out _))
        {
            ThrowTerminatingError(EventNameErrors.For(EventName));
        }

        _items = ReadItems();
        if (HasInput)
        {
            _pipeline = new ParallelPipeline(this, ParallelText.Of(ScriptBlock), ThrottleLimit);
            _pipeline.Begin();
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_pipeline is null)
        {
            return;
        }

        ParallelItem item;
        try
        {
            item = _items!.Create(InputObject);
        }
        catch (InvalidPayloadException e)
        {
            WriteError(ParallelErrors.ItemFailed(InputObject, e));
            return;
        }

        _pipeline.Process(item);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _pipeline?.End();

    /// <summary>Ends the workers that still run. Called by the engine when the pipeline is over, however it ended.</summary>
    public void Dispose() => _pipeline?.Dispose();

    private ParallelItems ReadItems()
    {
        var modules = new ParallelModules(this);
        var run = new ParallelRun
        {
            SpanName = EventName,
            Parent = Parent,
            FailsOnNativeError = FailOnNativeError,
            Modules = [.. new[] { modules.PathOfOwn() }.Concat(Module.Select(modules.PathOf)).Distinct()],
            Functions = [.. Function.Select(FunctionOf)],
        };
        try
        {
            return new ParallelItems(
                run,
                EventPayload.ReadMetadata(Metadata, problem => ThrowTerminatingError(TelemetryErrors.InvalidPayload(problem))),
                EventProperty.Read(nameof(MetadataProperty), MetadataProperty));
        }
        catch (InvalidPropertyException e)
        {
            ThrowTerminatingError(TelemetryErrors.InvalidProperty(e));
            throw;
        }
    }

    private ParallelFunction FunctionOf(string name)
    {
        if (InvokeCommand.GetCommand(name, CommandTypes.Function | CommandTypes.Filter) is not FunctionInfo function)
        {
            ThrowTerminatingError(ParallelErrors.FunctionNotFound(name));
            throw new ItemNotFoundException(name);
        }

        return new ParallelFunction(function);
    }
}
