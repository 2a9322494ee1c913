using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Shows events as they are emitted, until it is stopped; or, given a script block, the events that were emitted
/// while it ran.</summary>
[Cmdlet(VerbsDiagnostic.Trace, "TelemetryEvent", DefaultParameterSetName = EventNameFirst)]
[OutputType(typeof(TracedEvent))]
public sealed class TraceTelemetryEventCommand : PSCmdlet, IDisposable
{
    // Seconds of events, even from a busy emitter, in a few megabytes.
    private const int MaxWaiting = 10_000;

    private const string EventNameFirst = "EventName";
    private const string ScriptBlockFirst = "ScriptBlock";
    private const string OfProcess = "Process";

    private readonly EventTrace _live = new(MaxWaiting);
    private BlockTrace? _block;
    private ProcessTrace? _process;
    private bool _hasTold;

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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (EventName.Length == 0)
        {
            ThrowTerminatingError(TelemetryErrors.NoEventName());
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

            TraceUntilStopped(patterns);
        }
        else
        {
            _block = new BlockTrace(this, ScriptBlock, OutputVariable);
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

    private void TraceUntilStopped(EventPattern[] patterns)
    {
        _live.Start(patterns, this);
        while (_live.TryTake(out TracedEvent? next))
        {
            TellOfDropped();
            WriteObject(next);
        }

        if (!_live.IsAttached)
        {
            string leftOut = _live.Dropped > 0 ? $" {_live.Dropped} events were left out." : string.Empty;
            WriteWarning($"The trace has ended: its handler was unregistered.{leftOut}");
        }
    }

    // As soon as it is noticed, because most traces end by being stopped, after which no warning can be written.
    private void TellOfDropped()
    {
        if (!_hasTold && _live.Dropped > 0)
        {
            _hasTold = true;
            WriteWarning(
                $"Events come faster than they are written here: {_live.Dropped} were left out so far, and more may be. "
                + "Name fewer events with -EventName, or let the command at the end of the pipeline do less.");
        }
    }
}
