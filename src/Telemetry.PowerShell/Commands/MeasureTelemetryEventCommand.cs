using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Counts and measures the events that are emitted while a script block runs, or those of a trace, by the values of
/// tags.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "TelemetryEvent", DefaultParameterSetName = EventNameFirst)]
[OutputType(MeasureRow.TypeName)]
public sealed class MeasureTelemetryEventCommand : PSCmdlet, IDisposable
{
    private const string EventNameFirst = "EventName";
    private const string ScriptBlockFirst = "ScriptBlock";
    private const string FromPipeline = "InputObject";

    private EventMeasure? _measure;
    private EventPattern[] _patterns = [];

    /// <summary>The events: names, or patterns with <c>*</c> and <c>?</c>. The library's own events are matched only by a name or a
    /// pattern that begins with <c>telemetry</c>.</summary>
    [Parameter(Position = 0, ParameterSetName = EventNameFirst)]
    [Parameter(ParameterSetName = ScriptBlockFirst)]
    [Parameter(Position = 0, ParameterSetName = FromPipeline)]
    [AllowEmptyString]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[] EventName { get; set; } = ["*"];

    /// <summary>The block to run, in a scope of its own. The events emitted meanwhile, from any thread and session, are measured. Its
    /// output goes to <see cref="OutputVariable"/> or is dropped; its errors, warnings and other messages are shown.</summary>
    [Parameter(Position = 1, ParameterSetName = EventNameFirst, Mandatory = true)]
    [Parameter(Position = 0, ParameterSetName = ScriptBlockFirst, Mandatory = true)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>The events of a trace.</summary>
    [Parameter(ParameterSetName = FromPipeline, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The metadata keys by whose values events are told apart: keys, and tables of names and keys.</summary>
    [Parameter]
    [ValidateNotNull]
    public object[] Tag { get; set; } = [];

    /// <summary>The keys of the measurements to sum up; <c>duration</c> by default.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] Measurement { get; set; } = ["duration"];

    /// <summary>The conditions that an event has to meet: a table of metadata keys and values, which may have wildcards.</summary>
    [Parameter]
    public object? Where { get; set; }

    /// <summary>The conditions of which an event must meet none, as a table of metadata keys and values.</summary>
    [Parameter]
    public object? WhereNot { get; set; }

    /// <summary>The name of the variable, in the scope of the caller, for the list of what the block writes, as with
    /// <c>-OutVariable</c>: <c>+name</c> adds to the list that the variable has.</summary>
    [Parameter(ParameterSetName = EventNameFirst)]
    [Parameter(ParameterSetName = ScriptBlockFirst)]
    public string? OutputVariable { get; set; }

    /// <summary>The highest number of rows. The events beyond them count in a row <c>(other)</c>.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int RowLimit { get; set; } = 2000;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (EventName.Length == 0)
        {
            ThrowTerminatingError(TelemetryErrors.NoEventName());
        }

        _patterns = [.. EventName.Select(this.ParsePattern)];
        try
        {
            _measure = new EventMeasure(
                this,
                MeasureColumns.Read(Tag, Measurement),
                RowLimit,
                ScriptConditions.Read(nameof(Where), Where, allowsBlock: false),
                ScriptConditions.Read(nameof(WhereNot), WhereNot, allowsBlock: false));
        }
        catch (InvalidConditionException e)
        {
            ThrowTerminatingError(TelemetryErrors.InvalidFilter(e));
        }
        catch (InvalidMetricException e)
        {
            ThrowTerminatingError(MetricErrors.Of(e));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ScriptBlock is not null)
        {
            _measure!.Run(ScriptBlock, OutputVariable, _patterns);
        }
        else if (TracedItem.Read(InputObject) is not { } item)
        {
            WriteError(TelemetryErrors.InvalidTracedEvent(InputObject?.BaseObject));
        }
        else if (Array.Exists(_patterns, pattern => pattern.IsMatch(item.Record.EventName)))
        {
            _measure!.Record(item.Record);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ScriptBlock is null)
        {
            _measure!.Write();
        }
    }

    /// <summary>Unregisters the handler. Called by the engine when the pipeline is over, however it ended.</summary>
    public void Dispose() => _measure?.Dispose();
}
