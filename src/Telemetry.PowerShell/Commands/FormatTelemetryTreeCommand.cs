using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Shows the events and spans of a trace as a tree, with durations, failures and the slowest path.</summary>
[Cmdlet(VerbsCommon.Format, "TelemetryTree", DefaultParameterSetName = Whole)]
[OutputType(typeof(TelemetryTreeLine))]
public sealed class FormatTelemetryTreeCommand : PSCmdlet
{
    private const string Whole = "Tree";
    private const string AsTheyCome = "Live";

    private readonly RunTree _tree = new();
    private TreeOptions? _options;
    private LiveTree? _live;

    /// <summary>The events of a trace, in their order.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Whether lines are shown as spans end, and not all at the end of the trace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AsTheyCome)]
    public SwitchParameter Live { get; set; }

    /// <summary>The number of levels that are shown.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Depth { get; set; } = 32;

    /// <summary>The number of spans or events with one name and one parent that are shown one by one.</summary>
    [Parameter(ParameterSetName = Whole)]
    [ValidateRange(1, int.MaxValue)]
    public int MaxChildren { get; set; } = 10;

    /// <summary>The duration below which spans are not shown one by one, unless they failed.</summary>
    [Parameter]
    [Duration]
    public TimeSpan MinDuration { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _options = new TreeOptions(Depth, MaxChildren, MinDuration, TreeGlyphs.ForConsole());
        _live = Live ? new LiveTree(_options) : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (TracedItem.Read(InputObject) is not { } item)
        {
            WriteError(TelemetryErrors.InvalidTracedEvent(InputObject?.BaseObject));
        }
        else if (_live is not null)
        {
            WriteObject(_live.Add(item), enumerateCollection: true);
        }
        else
        {
            _tree.Add(item);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_live is null)
        {
            WriteObject(new TreeView(_options!).LinesOf(_tree.Build()), enumerateCollection: true);
        }
    }
}
