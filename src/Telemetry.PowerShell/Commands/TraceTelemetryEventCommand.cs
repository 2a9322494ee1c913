using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Shows events as they are emitted, until it is stopped; or, given a script block, the events that were emitted
/// while it ran.</summary>
[Cmdlet(VerbsDiagnostic.Trace, "TelemetryEvent", DefaultParameterSetName = EventNameFirst)]
[OutputType(typeof(TracedEvent))]
public sealed class TraceTelemetryEventCommand : PSCmdlet, IDisposable
{
    private const string EventNameFirst = "EventName";
    private const string ScriptBlockFirst = "ScriptBlock";
    private const string OfProcess = "Process";

    private readonly LiveTrace _live;

    // Null without -Strict.
    private StrictCheck? _check;
    private BlockTrace? _block;
    private ProcessTrace? _process;

    /// <summary>Creates the cmdlet.</summary>
    public TraceTelemetryEventCommand() => _live = new LiveTrace(this, Check);

    /// <summary>The events: names, or patterns with <c>*</c> and <c>?</c>. The library's own events, such as
    /// <c>telemetry.handler.failure</c>, are matched only by a name or a pattern that begins with
    /// <c>telemetry</c>.</summary>
    [Parameter(Position = 0, ParameterSetName = EventNameFirst)]
    [Parameter(Position = 0, ParameterSetName = OfProcess)]
    [Parameter(ParameterSetName = ScriptBlockFirst)]
    [AllowEmptyString]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[] EventName { get; set; } = ["*"];

    /// <summary>The block to run, in a scope of its own. The events emitted meanwhile, from any thread and session, are
    /// written when it ends. Its output goes to <see cref="OutputVariable"/> or is dropped; its errors, warnings and other messages are
    /// shown.</summary>
    [Parameter(Position = 1, ParameterSetName = EventNameFirst)]
    [Parameter(Position = 0, ParameterSetName = ScriptBlockFirst, Mandatory = true)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>The id of another process of the same user, whose events are shown in place of those of this one. It runs PowerShell, or
    /// a program with PowerShell's engine in it, and has imported the module.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OfProcess)]
    public int ProcessId { get; set; }

    /// <summary>The name of the variable, in the scope of the caller, for the list of what the block writes, as with
    /// <c>-OutVariable</c>: <c>+name</c> adds to the list that the variable has.</summary>
    [Parameter(ParameterSetName = EventNameFirst)]
    [Parameter(ParameterSetName = ScriptBlockFirst)]
    public string? OutputVariable { get; set; }

    /// <summary>Warns of each event that is not as it is declared, and of one whose name is near to a declared one. With a block, the
    /// warnings come when it has ended.</summary>
    [Parameter(ParameterSetName = EventNameFirst)]
    [Parameter(ParameterSetName = ScriptBlockFirst)]
    public SwitchParameter Strict { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (EventName.Length == 0)
        {
            ThrowTerminatingError(TelemetryErrors.NoEventName());
        }

        if (Strict)
        {
            _check = new StrictCheck(this, requiresDeclaration: false);
            _check.Update();
        }

        EventPattern[] patterns = [.. EventName.Select(this.ParsePattern)];
        if (ParameterSetName == OfProcess)
        {
            _process = new ProcessTrace(this, ProcessId);
            _process.Run([.. patterns.Select(pattern => pattern.ToString())]);
        }
        else if (ScriptBlock is null)
        {
            if (OutputVariable is not null)
            {
                ThrowTerminatingError(TelemetryErrors.OutputOfNoBlock(OutputVariable));
            }

            _live.Run(patterns);
        }
        else
        {
            _block = new BlockTrace(this, ScriptBlock, OutputVariable, _check);
            _block.Run(patterns);
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _live.Stop();
        _process?.Stop();
    }

    /// <summary>Unregisters the handler. Called by the engine when the pipeline is over, however it ended.</summary>
    public void Dispose()
    {
        _live.Dispose();
        _block?.Dispose();
        _process?.Dispose();
    }

    private TracedEvent Check(TracedEvent traced)
    {
        _check?.Check(traced.Record);
        return traced;
    }
}
