using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Writes events as objects that another process receives, by Receive-TelemetryEvent: those that are emitted while a script
/// block runs, among its output; or, without a block, all until it is stopped.</summary>
[Cmdlet(VerbsCommunications.Send, "TelemetryEvent", DefaultParameterSetName = EventNameFirst)]
[OutputType(typeof(PSObject))]
public sealed class SendTelemetryEventCommand : PSCmdlet, IDisposable
{
    private const string EventNameFirst = "EventName";
    private const string ScriptBlockFirst = "ScriptBlock";

    private readonly LiveTrace _live;
    private EventSender? _block;

    /// <summary>Creates the cmdlet.</summary>
    public SendTelemetryEventCommand() => _live = new LiveTrace(this, SentEvent.Of);

    /// <summary>The events: names, or patterns with <c>*</c> and <c>?</c>. The library's own events, such as
    /// <c>telemetry.handler.failure</c>, are matched only by a name or a pattern that begins with
    /// <c>telemetry</c>.</summary>
    [Parameter(Position = 0, ParameterSetName = EventNameFirst)]
    [Parameter(ParameterSetName = ScriptBlockFirst)]
    [AllowEmptyString]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[] EventName { get; set; } = ["*"];

    /// <summary>The block to run, in a scope of its own. Its output is written, and the events that are emitted meanwhile, from any
    /// thread and session, among it.</summary>
    [Parameter(Position = 1, ParameterSetName = EventNameFirst)]
    [Parameter(Position = 0, ParameterSetName = ScriptBlockFirst, Mandatory = true)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (EventName.Length == 0)
        {
            ThrowTerminatingError(TelemetryErrors.NoEventName());
        }

        EventPattern[] patterns = [.. EventName.Select(this.ParsePattern)];
        if (ScriptBlock is null)
        {
            _live.Run(patterns);
        }
        else
        {
            _block = new EventSender(this, ScriptBlock);
            _block.Run(patterns);
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _live.Stop();

    /// <summary>Unregisters the handler. Called by the engine when the pipeline is over, however it ended.</summary>
    public void Dispose()
    {
        _live.Dispose();
        _block?.Dispose();
    }
}
